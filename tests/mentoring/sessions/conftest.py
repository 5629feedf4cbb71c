"""A learner in Lagos and a mentor in Berlin, who are paired and work nine to five."""

from datetime import UTC, datetime

import pytest

from lifow.people.persons.models import Person
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from tests.backing.worlds import world
from tests.company import person
from tests.mentoring.programme import mentor, running

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


@world
def abena() -> Person:
    return person("Abena Osei", timezone="Africa/Lagos")


@world
def guide() -> Mentor:
    return mentor(timezone="Europe/Berlin")


@world
def pairing(abena: Person, guide: Mentor) -> Pairing:
    return running(abena, guide, as_of=MONDAY)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch):
    """Set the clock that pages and messages see."""
    from django.utils import timezone

    def set_to(moment: datetime) -> datetime:
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    set_to(MONDAY)
    return set_to
