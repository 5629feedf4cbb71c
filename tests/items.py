"""Questions to test with: published ones of a skill, in one call."""

from itertools import count
from typing import Any

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.services import ItemContents, create_item, publish_version, submit_version
from lifow.people.persons.models import Person
from tests.company import NOON, person, skill, unit

_number = count(1)
RIGHT, WRONG = "right", "wrong"


def single(*, right: str = "This one", wrong: int = 3) -> dict[str, Any]:
    """One right answer among some."""
    options = [{"key": "a", "text": right, "is_right": True, "rationale": "It is so."}]
    options += [
        {
            "key": chr(ord("b") + at),
            "text": f"Not this one, {at}",
            "is_right": False,
            "rationale": "It is not.",
        }
        for at in range(wrong)
    ]
    return {"options": options}


def authors() -> tuple[Person, Person]:
    """Somebody who writes questions, and somebody who reviews them; the same for the same company."""
    found = []
    for name in ("Ines Carvalho", "Hana Sato"):
        given, _, family = name.partition(" ")
        there = Person.objects.filter(given_name=given, family_name=family).first()
        found.append(there or person(name, org_unit=unit("People"), is_author=True))
    return found[0], found[1]


def item(what: Skill | None = None, level: int = 3, **fields: Any) -> ItemVersion:
    """A published question of a skill: one right answer, unless `kind` and `body` say otherwise."""
    writes, reviews = authors()
    contents = ItemContents(
        kind=fields.pop("kind", "single"),
        level=level,
        stem=fields.pop("stem", f"Which of these holds? ({next(_number)})"),
        body=fields.pop("body", None) or single(),
        **fields,
    )
    version = create_item(skill=what or skill(), contents=contents, author=writes)
    submit_version(version=version, by=writes, as_of=NOON)
    return publish_version(version=version, by=reviews, as_of=NOON)


def items(
    what: Skill | None = None, *, each: int = 4, levels: tuple[int, ...] = (2, 3, 4)
) -> list[ItemVersion]:
    """So many published questions of a skill at each of these levels."""
    return [item(what, level) for level in levels for _ in range(each)]


def place_of(asked: Any, *, right: bool = True) -> dict[str, str]:
    """What to give to a shown question with one right answer, so that it is right, or wrong."""
    from assessments.testing.bank.kinds import kind_named

    kind, body = kind_named(asked.version.kind), asked.version.body
    for shown in kind.shown(body, asked.seed)["options"]:
        given = {"key": shown["key"]}
        if bool(kind.score(body, kind.read(body, asked.seed, given))) == right:
            return given
    raise AssertionError("The question has no such answer.")
