"""Questions to test with: a body of each kind, a question in each state, and many of them, in one call."""

from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from assessments.frameworks.models import Skill
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.services import ItemContents, create_item, publish_version, submit_version
from lifow.base.media.models import Picture
from lifow.base.media.services import keep_picture
from lifow.people.persons.models import Person
from tests.company import NOON, person, skill

BODIES: dict[str, dict[str, Any]] = {
    "single": {
        "options": [
            {"key": "a", "text": "Fourteen days", "is_right": True, "rationale": "By the policy of 2024."},
            {"key": "b", "text": "Thirty days", "is_right": False, "rationale": "That was before 2024."},
            {"key": "c", "text": "A year", "is_right": False, "rationale": ""},
        ]
    },
    "multiple": {
        "options": [
            {"key": "a", "text": "The receipt", "is_right": True, "rationale": "It proves the sale."},
            {"key": "b", "text": "The box", "is_right": False, "rationale": "Nobody asks for it."},
            {"key": "c", "text": "The reason", "is_right": True, "rationale": ""},
        ]
    },
    "order": {
        "steps": [
            {"key": key, "text": text}
            for key, text in zip("abcd", ("Greet", "Listen", "Solve", "Check"), strict=True)
        ],
        "rationale": "Whoever solves first solves the wrong thing.",
    },
    "match": {
        "pairs": [
            {"key": "a", "left": "Chargeback", "right": "The bank"},
            {"key": "b", "left": "Refund", "right": "The shop"},
            {"key": "c", "left": "Voucher", "right": "The shop"},
        ],
        "others": ["The post"],
        "rationale": "Who pays.",
    },
    "numeric": {"answer": "12.50", "tolerance": "0.01", "unit": "€", "rationale": "Ten and a quarter of it."},
    "text": {
        "accepted": ["chargeback", "charge back"],
        "is_case_sensitive": False,
        "rationale": "By the bank.",
    },
    "hotspot": {
        "areas": [
            {
                "key": "a",
                "name": "Total",
                "x": 10,
                "y": 10,
                "width": 20,
                "height": 10,
                "is_right": True,
                "rationale": "",
            },
            {
                "key": "b",
                "name": "Date",
                "x": 50,
                "y": 10,
                "width": 20,
                "height": 10,
                "is_right": False,
                "rationale": "",
            },
        ]
    },
    "scenario": {
        "options": [
            {"key": "a", "text": "Close the ticket", "score": 0, "rationale": "The customer waits."},
            {"key": "b", "text": "Ask the bank", "score": 1, "rationale": ""},
            {"key": "c", "text": "Ask the bank, and tell the customer", "score": 2, "rationale": "Both."},
        ]
    },
}
STEM = "How long can a customer return a device?"
# One right answer among four.
OF_FOUR: dict[str, Any] = {
    "options": [
        {"key": "a", "text": "This one", "is_right": True, "rationale": "It is so."},
        *(
            {"key": key, "text": f"Not this one, {key}", "is_right": False, "rationale": "It is not."}
            for key in "bcd"
        ),
    ]
}
_number = count(1)


def png(width: int = 40, height: int = 20, colour: str = "teal") -> bytes:
    """A picture of one colour."""
    stream = BytesIO()
    Image.new("RGB", (width, height), colour).save(stream, "PNG")
    return stream.getvalue()


def picture(colour: str = "teal", **size: int) -> Picture:
    return keep_picture(data=png(colour=colour, **size), as_of=NOON)


def contents(kind: str = "single", **changes: Any) -> ItemContents:
    """What a question of a kind says."""
    shown = (
        {"picture": picture(width=320, height=200), "picture_alt": "An invoice"} if kind == "hotspot" else {}
    )
    said = {"kind": kind, "level": 2, "stem": STEM, "body": BODIES.get(kind, {}), **shown}
    return ItemContents(**{**said, **changes})


def draft(
    kind: str = "single", *, what: Skill | None = None, author: Person | None = None, **changes: Any
) -> ItemVersion:
    """A question that nobody has sent for review yet."""
    return create_item(skill=what or skill(), contents=contents(kind, **changes), author=author)


def published(
    kind: str = "single",
    *,
    what: Skill | None = None,
    author: Person | None = None,
    reviewer: Person | None = None,
    **changes: Any,
) -> ItemVersion:
    """A question that is asked: reviewed by somebody who did not write it."""
    version = submit_version(version=draft(kind, what=what, author=author, **changes), as_of=NOON)
    return publish_version(version=version, by=reviewer or _second_reader(), as_of=NOON)


def items(
    what: Skill | None = None, *, each: int = 4, levels: tuple[int, ...] = (2, 3, 4), **changes: Any
) -> list[ItemVersion]:
    """So many published questions of a skill at each of these levels: one right answer among four."""
    said = {"what": what, "body": OF_FOUR, **changes}
    return [
        published(level=level, stem=f"Which of these holds? ({next(_number)})", **said)
        for level in levels
        for _ in range(each)
    ]


def place_of(asked: Any, *, right: bool = True) -> dict[str, str]:
    """What to give to a shown question with one right answer, so that it is right, or wrong."""
    kind, body = kind_named(asked.version.kind), asked.version.body
    for shown in kind.shown(body, asked.seed)["options"]:
        given = {"key": shown["key"]}
        if bool(kind.score(body, kind.read(body, asked.seed, given))) == right:
            return given
    raise AssertionError("The question has no such answer.")


def _second_reader() -> Person:
    """Somebody who has written nothing; the same for the same company."""
    there = Person.objects.filter(given_name="Second", family_name="Reader").first()
    return there or person("Second Reader", is_author=True)
