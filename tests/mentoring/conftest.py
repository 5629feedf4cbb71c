"""Who meets on the pages of mentoring, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lifow.people.persons.models import Person
from mentoring.mentors.models import Mentor
from tests.backing.worlds import world
from tests.company import NOON
from tests.mentoring.programme import learner_with_a_gap, mentor


@pytest.fixture
def an_hour_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages are opened an hour after noon."""
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(hours=1))


@world
def abena() -> Person:
    return learner_with_a_gap()


@world
def guide() -> Mentor:
    return mentor(about="Bring me the query")
