"""Whoever asks now and then for what has changed since misses nothing of an import, however long it takes."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from lifow.people.persons.models import Employment, OrgUnit, Person
from lifow.people.roster.interchange import NO_LIMITS, parse_roster
from lifow.people.roster.services import import_roster, imports
from tests.people.roster.test_brakes import SOME, of

pytestmark = pytest.mark.django_db
MARRIED = of(SOME, family="Owusu")
BEGUN = datetime(2026, 3, 2, 12, tzinfo=UTC)


def brought_in(text: str) -> None:
    import_roster(roster=parse_roster(text), source="hris", applied_at=BEGUN, limits=NO_LIMITS)


@pytest.fixture
def asked(monkeypatch) -> list[datetime]:
    """When somebody asked: the last thing that an import does besides writing rows is to tell of them."""
    moments: list[datetime] = []

    def publish(*events, **said):
        moments.append(timezone.now())

    monkeypatch.setattr(imports, "publish", publish)
    return moments


@pytest.mark.parametrize(
    ("text", "people", "units"),
    [
        (of([]), 30, 10),
        (MARRIED, 10, 0),
        (of(SOME, unit="Elsewhere {}"), 10, 10),
        (of(SOME, status="Left"), 10, 0),
    ],
    ids=["created", "changed", "moved", "left"],
)
def test_who_asks_while_an_import_is_at_work_is_told_the_next_time(asked, text, people, units):
    if people < 30:
        brought_in(of([]))
    brought_in(text)
    since = asked[-1]
    assert Person.objects.filter(updated_at__gte=since).count() == people
    assert OrgUnit.objects.filter(updated_at__gte=since).count() == units
    written = Employment.objects.filter(updated_at__gte=since).values("person").distinct()
    assert written.count() == (0 if text == MARRIED else people)
