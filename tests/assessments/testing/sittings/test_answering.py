"""Answers: once, in time, and what follows from them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.evidence.models import Evidence
from assessments.testing.calibration.models import ItemAnswer
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.services import (
    AnsweredAlreadyError,
    SittingError,
    answer_item,
    end_due,
    end_early,
    start_quick_check,
)
from tests.company import NOON
from tests.item_bank import place_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=1)


def current(sitting: Sitting) -> SittingItem:
    return sitting.items.get(shown_at__isnull=False, answered_at=None)


def answer(sitting: Sitting, *, right: bool = True, as_of=LATER, **fields):
    asked = current(sitting)
    given = place_of(asked, right=right)
    return answer_item(sitting=sitting, number=asked.number, given=given, as_of=as_of, **fields)


def answer_all(sitting: Sitting, *, right: bool = True) -> None:
    while Sitting.objects.open().filter(pk=sitting.pk).exists():
        answer(sitting, right=right)


def test_an_answer_is_scored_and_the_next_question_is_shown(check):
    said = answer(check, confidence="sure")
    assert (said.item.score, said.item.confidence, said.is_new) == (1, "sure", True)
    assert said.following.number == 2
    assert said.following.item_id != said.item.item_id


def test_the_same_answer_again_is_the_same_result_and_writes_nothing(check):
    first = answer(check)
    again = answer_item(sitting=check, number=1, given=place_of(first.item), as_of=LATER)
    assert (again.is_new, again.following) == (False, first.following)
    assert check.items.count() == 2
    assert ItemAnswer.objects.count() == 1


def test_another_answer_is_refused_and_the_first_one_stays(check):
    first = answer(check)
    with pytest.raises(AnsweredAlreadyError, match="stays"):
        answer_item(sitting=check, number=1, given=place_of(first.item, right=False), as_of=LATER)
    assert check.items.get(number=1).score == 1


def test_a_question_that_is_not_shown_yet_takes_no_answer(check):
    with pytest.raises(SittingError, match="not asked yet"):
        answer_item(sitting=check, number=2, given={"key": "1"}, as_of=LATER)


@pytest.mark.parametrize("given", [{"key": "9"}, {"key": 1}, [], None, {"key": "a"}])
def test_what_is_no_answer_is_refused(check, given):
    with pytest.raises(SittingError):
        answer_item(sitting=check, number=1, given=given, as_of=LATER)
    assert not check.items.answered().exists()


def test_no_answer_counts_as_wrong(check):
    said = answer_item(sitting=check, number=1, given={}, as_of=LATER)
    assert (said.item.score, said.item.answer) == (0, {})


def test_a_key_names_one_answer(check):
    answer(check, idempotency_key="k1")
    with pytest.raises(AnsweredAlreadyError):
        answer(check, idempotency_key="k1")


def test_the_database_refuses_another_answer(check):
    answer(check)
    with pytest.raises(IntegrityError), transaction.atomic():
        SittingItem.objects.filter(sitting=check, number=1).update(score=0)


def test_right_answers_end_in_evidence_that_says_so(check, abena, refunds):
    answer_all(check)
    check.refresh_from_db()
    part = check.skills.get()
    evidence = Evidence.objects.get(person=abena, source="test")
    assert check.state == "finished"
    assert part.evidence == evidence
    assert (float(evidence.level), evidence.skill) == (round(part.level, 2), refunds)
    assert part.conclusion == "meets"
    assert part.chance > 0.8


def test_wrong_answers_conclude_that_the_level_is_not_met(check):
    answer_all(check, right=False)
    part = check.skills.get()
    assert part.conclusion == "below"
    assert part.open_for is None


def test_at_most_four_questions_are_asked_and_none_twice(check):
    for right in (True, False, True, False):
        if Sitting.objects.open().filter(pk=check.pk).exists():
            answer(check, right=right)
    check.refresh_from_db()
    asked = list(check.items.values_list("item_id", flat=True))
    assert not check.is_open
    assert len(asked) == len(set(asked)) <= 4


def test_an_answer_after_the_end_is_kept_and_does_not_count(check):
    late = check.deadline_at + timedelta(minutes=1)
    said = answer(check, as_of=late)
    check.refresh_from_db()
    assert (said.is_late, said.item.counts, said.item.score) == (True, False, 1)
    assert check.state == "expired"
    assert not Evidence.objects.filter(source="test").exists()
    assert not ItemAnswer.objects.exists()


def test_an_answer_on_its_way_in_the_last_second_counts(check):
    assert not answer(check, as_of=check.deadline_at + timedelta(seconds=5)).is_late


def test_what_is_overdue_is_ended_with_what_was_answered(check, abena):
    answer(check)
    assert end_due(as_of=check.deadline_at) == 0
    assert end_due(as_of=check.deadline_at + timedelta(minutes=1)) == 1
    assert end_due(as_of=check.deadline_at + timedelta(minutes=1)) == 0
    assert Evidence.objects.get(person=abena, source="test").observed_at == LATER
    assert check.skills.get().stop_reason == "time"


def test_who_ends_early_keeps_what_was_answered(check, abena):
    answer(check)
    for _twice in range(2):
        assert end_early(sitting=check, as_of=LATER).state == "finished"
    assert Evidence.objects.filter(person=abena, source="test").count() == 1


def test_nothing_answered_is_no_evidence(check):
    end_early(sitting=check, as_of=LATER)
    assert check.skills.get().conclusion == "undecided"
    assert not Evidence.objects.filter(source="test").exists()


def test_the_answers_of_calibrations_are_those_of_the_sitting(check, abena):
    answer(check, confidence="guess")
    [kept] = ItemAnswer.objects.all()
    assert (kept.person, kept.sitting_key, kept.confidence) == (abena, check.public_id, "guess")
    assert (kept.score, kept.chosen, kept.seconds) == (1, ["a"], 60)


def test_no_question_comes_again_within_its_cool_down(check, abena, refunds):
    answer_all(check)
    asked = set(check.items.values_list("item_id", flat=True))
    again = start_quick_check(person=abena, skills=[refunds], most=4, as_of=LATER)
    assert again != check
    answer_all(again)
    assert not asked & set(again.items.values_list("item_id", flat=True))
