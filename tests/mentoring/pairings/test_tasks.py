from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.matching.tasks import propose_pairings
from mentoring.pairings.models import Pairing
from mentoring.pairings.tasks import close_pairings
from tests.company import NOON, person
from tests.mentoring.programme import asked, learner_with_a_gap, mentor, proven_mentor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_week_later(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON + timedelta(days=7))


def test_the_match_proposes_and_twice_is_once():
    learner_with_a_gap()
    proven_mentor()
    assert (propose_pairings(), propose_pairings()) == (1, 1)
    assert Pairing.objects.proposed().count() == 1


def test_unanswered_requests_are_closed_and_twice_is_once():
    asked(person(), mentor())
    assert (close_pairings(), close_pairings()) == (1, 0)
