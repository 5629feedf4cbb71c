"""A product update that concerns one role, three modules that say what it replaces, and who has read what."""

from datetime import timedelta

import pytest

from assessments.frameworks.models import RoleLevel
from assessments.testing.bank.models import ItemVersion
from content.catalogue.models import Module
from content.planning.services import complete_module
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, give, module, person, role, skill
from tests.item_bank import items

BEFORE = NOON - timedelta(days=30)


@world
def support() -> RoleLevel:
    return role("Support specialist", Refund_policy=3)


@world
def author() -> Person:
    return person("Ines Carvalho", is_author=True)


@world
def abena(support: RoleLevel) -> Person:
    made = person("Abena Osei")
    give(made, support)
    return made


@world
def tom(support: RoleLevel) -> Person:
    made = person("Tom Berg")
    give(made, support)
    return made


@world
def outsider() -> Person:
    made = person("Lea Wolf")
    give(made, role("Writer", Empathy=2))
    return made


@world
def questions() -> list[ItemVersion]:
    return items(skill("Refund policy"), each=1, levels=(2, 3))


@world
def old(author: Person) -> dict[str, Module]:
    """Two modules that mention the separate debit, one that does not, and a draft that does."""
    refunds = skill("Refund policy")
    return {
        "text": module("Fees", refunds, 1, 2, author=author, body="It is a *Separate\nDebit* from the bank."),
        "title": module("What a separate debit is", refunds, 1, 2, author=author, body="A line."),
        "other": module("Greeting", refunds, 1, 2, author=author, body="A separately debited fee."),
        "draft": module("Not yet", refunds, 1, 2, body="A separate debit.", status="draft"),
    }


@world
def update(
    support: RoleLevel, author: Person, questions: list[ItemVersion], old: dict[str, Module]
) -> Module:
    """A draft of a product update."""
    parts = {
        "from_day": NOON.date().isoformat(),
        "roles": [{"key": "a", "ref": support.role.public_id}],
        "terms": [{"key": "a", "text": "separate debit", "instead": "next payout"}],
        "questions": [{"key": f"q{at}", "item": one.item.public_id} for at, one in enumerate(questions)],
    }
    return module(
        "Refunds come off the payout",
        skill("Refund policy"),
        1,
        2,
        kind="announcement",
        status="draft",
        author=author,
        parts=parts,
        body="The text.",
    )


@world
def learned(abena: Person, old: dict[str, Module]) -> Person:
    """Abena, who has learned one of the modules before."""
    complete_module(person=abena, module=old["text"], completed_at=BEFORE)
    return abena


@pytest.fixture
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.catalogue.services.writing.now", lambda: NOON)
