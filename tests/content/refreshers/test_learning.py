"""What comes back to whom: what was answered and told, and a few questions of a module that is done."""

from datetime import date, timedelta

import pytest

from assessments.testing.sittings.choices import Feedback
from assessments.testing.sittings.models import SittingItem
from assessments.testing.sittings.services import start_quick_check
from content.activity.models import Activity
from content.activity.services import start_module
from content.refreshers import choices
from content.refreshers.models import RefresherCard, RefresherReview
from content.refreshers.services import make_cards
from tests.company import NOON, module, person
from tests.content.refreshers.answering import answer_all
from tests.content.refreshers.conftest import LEARNED
from tests.item_bank import items

pytestmark = pytest.mark.django_db


def complete(who, what, *, at=LEARNED):
    start_module(person=who, module=what, started_at=at)
    Activity.objects.filter(person=who, module=what).update(completed_at=at)


def test_what_was_answered_comes_back_when_fsrs_says(learned):
    cards = RefresherCard.objects.for_person(learned)
    assert cards.count() == 4
    first = cards.first()
    assert (first.state, first.reviewed_on, first.lapses) == ("known", LEARNED.date(), 0)
    assert first.due_on == LEARNED.date() + timedelta(days=2)
    assert first.version_id == SittingItem.objects.get(item=first.item_id).version_id


def test_twice_is_once(learned):
    assert make_cards(as_of=NOON) == 0
    assert RefresherReview.objects.count() == 4


def test_what_is_right_is_told_before_a_question_comes_back(abena, refunds):
    never = start_quick_check(person=abena, skills=[refunds], most=2, as_of=LEARNED, feedback=Feedback.NEVER)
    answer_all(never, as_of=LEARNED)
    assert make_cards(as_of=NOON) == 0


def test_an_open_check_that_tells_at_the_end_is_left_alone(abena, refunds):
    start_quick_check(person=abena, skills=[refunds], most=2, as_of=LEARNED)
    assert make_cards(as_of=NOON) == 0


def test_a_module_that_is_done_brings_questions_on_what_it_raises_to_from_the_day_after(abena, refunds):
    taught = module("The refund change", refunds, 2, 4)
    complete(abena, taught)
    assert make_cards(as_of=NOON) == 3
    cards = RefresherCard.objects.for_person(abena)
    assert {card.item.versions.get().level for card in cards} <= {3, 4}
    assert {(card.state, card.due_on, card.module_id) for card in cards} == {
        ("new", LEARNED.date() + timedelta(days=1), taught.pk)
    }
    assert make_cards(as_of=NOON) == 0


def test_a_module_leaves_enough_questions_for_a_quick_check(abena, refunds):
    other = module("Objections", refunds, 0, 1)
    narrow = items(refunds, levels=(1,), each=5)
    complete(abena, other)
    make_cards(as_of=NOON)
    assert set(RefresherCard.objects.values_list("item", flat=True)) <= {one.item_id for one in narrow}
    left = 17 - RefresherCard.objects.count()
    assert left >= choices.LEFT_FOR_TESTS


def test_questions_that_were_answered_before_belong_to_the_module_that_teaches_them(learned, refunds):
    taught = module("The refund change", refunds, 1, 4)
    complete(learned, taught)
    make_cards(as_of=NOON)
    assert RefresherCard.objects.for_person(learned).filter(module=taught).count() == 4


def test_no_more_comes_back_than_may(abena, checks, monkeypatch):
    monkeypatch.setattr("content.refreshers.services.reviewing.MOST_CARDS", 2)
    assert make_cards(as_of=NOON) == 2
    assert RefresherCard.objects.count() == 2


def test_nothing_comes_back_to_who_has_left(abena, checks):
    abena.is_active = False
    abena.save(update_fields=["is_active"])
    assert make_cards(as_of=NOON) == 0


def test_a_night_worker_answers_on_the_day_on_which_the_shift_began(refunds):
    who = person("Noor Haddad", work_starts_at="22:00", work_ends_at="06:00", timezone="UTC")
    night = LEARNED.replace(hour=2)
    taken = start_quick_check(person=who, skills=[refunds], most=2, as_of=night)
    answer_all(taken, as_of=night)
    make_cards(as_of=NOON)
    assert set(RefresherCard.objects.values_list("reviewed_on", flat=True)) == {date(2026, 2, 26)}
