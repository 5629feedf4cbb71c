"""One form sent several times at the same moment, on real connections of both databases."""

from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from assessments.evidence.models import Evidence
from assessments.requests.reports import Ask
from portal.ratings.forms import RatingForm
from portal.ratings.submission import take_rating
from tests.backing.asking import ask
from tests.company import person, skill
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def send(who, level, note="", once="the same form", rater=None):
    form = RatingForm({"level": level, "note": note, "idempotency_key": once}, skill=skill())
    return take_rating(form, person=who, rater=rater or who, as_of=timezone.now())


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


def test_a_manager_who_was_named_as_observer_stays_one_in_the_same_form_and_is_the_manager_in_the_next():
    marta = person("Marta Kowalczyk")
    abena = person(manager=marta)
    ask(about=Ask(abena.pk, skill().pk, "observed", marta.pk), as_of=timezone.now())
    for level, once in (("2", "one form"), ("3", "one form"), ("3", "another form"), ("2", "another form")):
        send(abena, level, once=once, rater=marta)
    sources = Evidence.objects.order_by("pk").values_list("source", flat=True)
    assert list(sources) == ["observed", "observed", "manager", "manager"]


def test_who_left_the_line_between_two_sendings_of_a_form_is_told_and_filed_as_nothing():
    marta = person("Marta Kowalczyk")
    abena = person(manager=marta)
    send(abena, "2", rater=marta)
    abena.employments.update(manager=None)
    assert send(abena, "3", rater=marta) is None
    assert said(abena) == [(2, "")]
