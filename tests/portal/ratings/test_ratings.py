"""One form sent several times at the same moment, on real connections of both databases."""

from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from assessments.evidence.models import Evidence
from portal.ratings.forms import RatingForm
from portal.ratings.submission import take_rating
from tests.company import person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def send(who, level, note="", once="the same form"):
    form = RatingForm({"level": level, "note": note, "idempotency_key": once}, skill=skill())
    return take_rating(form, person=who, rater=who, as_of=timezone.now())


def said(who):
    rows = Evidence.objects.filter(person=who).order_by("pk")
    return [(one.level, one.origin["text"]) for one in rows]


def test_eight_clicks_at_once_are_one_rating():
    abena = person()
    skill()
    assert len({one.pk for one in at_once([partial(send, abena, "2")] * 8)}) == 1
    assert said(abena) == [(2, "")]


def test_eight_clicks_at_once_after_going_back_are_one_rating_more():
    abena = person()
    for level in ("2", "3"):
        send(abena, level)
    assert len({one.pk for one in at_once([partial(send, abena, "2")] * 8)}) == 1
    assert said(abena) == [(2, ""), (3, ""), (2, "")]


def test_other_words_at_the_same_moment_are_all_taken():
    abena = person()
    skill()
    notes = ["", "The payout query", "Ticket 4411"]
    at_once([partial(send, abena, "2", note) for note in notes])
    assert sorted(said(abena)) == [(Decimal(2), note) for note in sorted(notes)]
