"""Asking again: in hours, within caps, once; and what the answers say."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from assessments.evidence.models import Evidence
from assessments.gaps.reports import known_levels
from assessments.testing.calibration.models import ItemAnswer
from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.reports import checks_offered, question_numbered
from assessments.testing.sittings.services import AnsweredAlreadyError, answer_item
from content.activity.models import LearningTime
from content.planning.selectors import weeks_of
from content.refreshers.choices import Pause
from content.refreshers.models import RefresherCard, RefresherReview
from content.refreshers.reports import next_refreshers, next_refreshers_of
from content.refreshers.services import (
    RefreshersError,
    answer_refresher,
    begin_refreshers,
    make_cards,
)
from tests.backing.leave import goes_on_leave
from tests.company import NOON, compute, observe
from tests.content.refreshers.answering import answer_next, refresh, waiting
from tests.item_bank import place_of

pytestmark = pytest.mark.django_db
EVENING = NOON.replace(hour=22)
AGAIN = NOON + timedelta(days=120)


def test_three_questions_a_day_within_two_minutes(learned):
    found = next_refreshers(learned, at=NOON)
    assert found.waiting.questions == 2  # 45 seconds each: a third one would be past two minutes
    assert (found.waiting.minutes, found.learned) == (2, 4)


def test_most_of_a_channel_is_kept(learned):
    assert next_refreshers(learned, at=NOON, most=1).waiting.questions == 1


def test_nothing_is_asked_outside_of_working_hours_and_it_is_said_when_they_come(learned):
    found = next_refreshers(learned, at=EVENING)
    assert (found.cards, found.waiting.pause) == ((), Pause.HOURS)
    assert found.next_at is not None
    assert next_refreshers(learned, at=found.next_at).cards
    with pytest.raises(RefreshersError) as refused:
        begin_refreshers(person=learned, as_of=EVENING)
    assert refused.value.code == "hours"


def test_nothing_is_asked_on_leave(learned):
    goes_on_leave(learned, NOON.date())
    assert next_refreshers(learned, at=NOON).waiting.pause == Pause.LEAVE


def test_nothing_is_asked_of_who_has_no_minutes(learned):
    LearningTime.objects.create(person=learned, minutes_per_week=0)
    assert next_refreshers(learned, at=NOON).waiting.pause == Pause.NO_MINUTES


def test_a_company_may_switch_them_off(learned, settings):
    settings.REFRESHERS_A_DAY = 0
    assert next_refreshers(learned, at=NOON).waiting.pause == Pause.OFF


def test_a_day_has_enough_and_the_rest_comes_on_the_next(learned):
    refresh(learned, as_of=NOON)
    found = next_refreshers(learned, at=NOON + timedelta(hours=1))
    assert found.waiting.pause == Pause.ENOUGH_TODAY
    assert found.next_at.date() == (NOON + timedelta(days=1)).date()


def test_a_week_has_enough_too(learned):
    LearningTime.objects.create(person=learned, minutes_per_week=5)
    refresh(learned, as_of=NOON)
    found = next_refreshers(learned, at=NOON + timedelta(days=1))
    assert found.waiting.pause == Pause.ENOUGH_THIS_WEEK
    assert found.next_at.date() == NOON.date() + timedelta(days=7)


def test_what_is_asked_of_many_takes_as_many_queries_as_of_one(learned, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        found = next_refreshers_of([learned], at=NOON)
    assert found[learned.pk].questions == 2


def test_a_second_click_begins_nothing_new(learned):
    first = begin_refreshers(person=learned, as_of=NOON)
    assert begin_refreshers(person=learned, as_of=NOON).pk == first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Sitting.objects.create(
            person=learned,
            is_refresher=True,
            seed=1,
            started_at=NOON,
            deadline_at=NOON + timedelta(hours=1),
        )


def test_a_sitting_ends_with_work_and_shows_nothing_after_it(learned):
    sitting = begin_refreshers(person=learned, as_of=NOON)
    after = sitting.deadline_at + timedelta(minutes=1)
    said = answer_next(sitting, as_of=after)
    assert (said.is_late, said.following) == (True, None)
    assert sitting.items.filter(shown_at__isnull=False).count() == 1
    assert RefresherReview.objects.filter(sitting_item=said.item).exists()


def test_keys_stay_here_until_the_answer(learned):
    sitting = begin_refreshers(person=learned, as_of=NOON)
    asked = question_numbered(sitting, 1)
    assert asked.feedback is None
    assert "is_right" not in str(asked.shown.body)
    answer_next(sitting, as_of=NOON)
    sitting.refresh_from_db()
    assert question_numbered(sitting, 1).feedback.is_right


def test_an_answer_moves_the_question_once(learned):
    sitting = begin_refreshers(person=learned, as_of=NOON)
    asked = waiting(sitting)
    given = place_of(asked)
    for _again in range(2):
        answer_refresher(sitting=sitting, number=1, given=given, confidence="sure", as_of=NOON)
    card = RefresherCard.objects.get(item=asked.item_id)
    assert (card.reviewed_on, card.reviews.count()) == (NOON.date(), 2)
    assert card.due_on > NOON.date() + timedelta(days=10)
    with pytest.raises(AnsweredAlreadyError):
        answer_refresher(sitting=sitting, number=1, given=place_of(asked, right=False), as_of=NOON)


def test_an_answer_that_another_channel_took_past_this_is_found(learned):
    sitting = begin_refreshers(person=learned, as_of=NOON)
    asked = waiting(sitting)
    answer_item(sitting=sitting, number=1, given=place_of(asked), as_of=NOON)
    assert make_cards(as_of=NOON) == 1
    assert (
        RefresherReview.objects.get(sitting_item__number=1, is_refresher=True).card.item_id == asked.item_id
    )


def test_what_is_remembered_says_nothing_new_of_the_level(learned):
    before = Evidence.objects.count()
    refresh(learned, as_of=NOON)
    assert Evidence.objects.count() == before
    assert ItemAnswer.objects.count() == 4


def test_what_is_forgotten_lowers_the_level_and_makes_it_less_certain(learned, refunds):
    test = observe(learned, refunds, 4, standard_error=Decimal("0.6"))
    compute(learned, as_of=AGAIN)
    known = known_levels(learned, [refunds.pk])[refunds.pk]
    refresh(learned, right=False, as_of=AGAIN)
    [said] = Evidence.objects.filter(source="test", observed_at__gte=AGAIN)
    assert said.standard_error > 2 * test.standard_error
    compute(learned, as_of=AGAIN + timedelta(minutes=5))
    after = known_levels(learned, [refunds.pk])[refunds.pk]
    assert after.mean < known.mean
    assert after.sd > known.sd


def test_a_question_that_is_forgotten_twice_within_half_a_year_counts_once(learned):
    RefresherCard.objects.exclude(pk=RefresherCard.objects.earliest("pk").pk).delete()
    for later, right in ((0, False), (1, True), (58, False)):
        refresh(learned, right=right, as_of=AGAIN + timedelta(days=later))
    assert Evidence.objects.filter(source="test", observed_at__gte=AGAIN).count() == 1
    assert RefresherCard.objects.get().lapses == 2


def test_one_question_that_is_forgotten_turns_no_level(learned, refunds):
    observe(learned, refunds, 4, standard_error=Decimal("0.6"))
    compute(learned, as_of=AGAIN)
    known = known_levels(learned, [refunds.pk])[refunds.pk]
    sitting = begin_refreshers(person=learned, as_of=AGAIN, most=1)
    answer_next(sitting, right=False, as_of=AGAIN)
    compute(learned, as_of=AGAIN + timedelta(minutes=5))
    after = known_levels(learned, [refunds.pk])[refunds.pk]
    assert known.mean - 0.8 < after.mean < known.mean


def test_forgotten_is_counted_and_comes_back_soon(learned):
    sitting = refresh(learned, right=False, as_of=AGAIN)
    card = RefresherCard.objects.get(item=sitting.items.get(number=1).item_id)
    assert (card.state, card.lapses) == ("forgotten", 1)
    assert card.due_on <= AGAIN.date() + timedelta(days=2)


def test_refreshers_keep_nobody_from_a_quick_check(learned, refunds):
    assert checks_offered(learned, [refunds.pk], AGAIN)
    refresh(learned, as_of=AGAIN)
    assert checks_offered(learned, [refunds.pk], AGAIN + timedelta(hours=1))


def test_refreshers_take_minutes_of_the_week(learned):
    refresh(learned, as_of=NOON)
    assert weeks_of([learned.pk], NOON + timedelta(hours=1))[learned.pk].left == 28
