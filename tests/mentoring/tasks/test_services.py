from datetime import timedelta
from decimal import Decimal

import pytest

from assessments.evidence.models import Evidence
from assessments.evidence.services import EvidenceError
from assessments.gaps.reports import standing_of
from assessments.marks.models import StaleMark
from mentoring.pairings.services import PairingError, accept_pairing, complete_pairing, end_pairing
from mentoring.tasks.models import Feedback, Task
from mentoring.tasks.services import FeedbackError, correct_feedback, give_feedback, hand_in_task
from tests.company import NOON, compute, person, skill
from tests.mentoring.programme import asked, handed_in, learner_with_a_gap, mentor, running

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]


def comment(task, level="3", text="Clear and complete.", as_of=NOON):
    return give_feedback(task=task, level=Decimal(level), text=text, as_of=as_of)


def test_the_first_task_begins_an_accepted_pairing():
    row = accept_pairing(pairing=asked(person(), mentor(), skill()), as_of=NOON)
    handed_in(row, skill())
    row.refresh_from_db()
    assert row.state == "active"


def test_the_same_work_handed_in_twice_is_one_task():
    row = running(person(), mentor(), skill())
    assert handed_in(row, skill()) == handed_in(row, skill())
    assert handed_in(row, skill(), title="Another") != handed_in(row, skill())
    assert handed_in(row, skill("Empathy")) != handed_in(row, skill())
    assert Task.objects.count() == 3


@pytest.mark.parametrize("close", [complete_pairing, end_pairing])
def test_nothing_is_handed_in_to_a_pairing_that_is_over(close):
    row = running(person(), mentor(), skill())
    stale = type(row).objects.get(pk=row.pk)
    close(pairing=row, as_of=NOON)
    with pytest.raises(PairingError, match="until the pairing ends"):
        hand_in_task(pairing=stale, title="Late", body="", skill=skill(), as_of=NOON)


def test_feedback_becomes_the_mentors_evidence_of_the_learner():
    abena, guide = person(), mentor()
    task = handed_in(running(abena, guide, skill()), skill())
    given = comment(task, text="Names the rule.")
    found = Evidence.objects.get()
    assert (given.evidence, found.person, found.rater) == (found, abena, guide.person)
    assert (found.source, found.level, found.skill) == ("mentor", Decimal("3"), skill())
    assert found.origin == {
        "kind": "feedback",
        "id": task.public_id,
        "title": "A late refund",
        "text": "Names the rule.",
    }
    assert StaleMark.objects.filter(person=abena).exists()


def test_feedback_moves_the_learners_level():
    abena = learner_with_a_gap()
    before = standing_of(abena, skill())
    later = NOON + timedelta(days=1)
    comment(handed_in(running(abena, mentor(), skill()), skill()), level="4", as_of=later)
    compute(abena, as_of=later)
    assert standing_of(abena, skill()).level > before.level


def correct(task, corrects, level="5", text="I meant five.", as_of=NOON + timedelta(hours=2)):
    return correct_feedback(
        task=task, corrects=corrects.public_id, level=Decimal(level), text=text, as_of=as_of
    )


def test_of_two_comments_the_first_stands_and_who_sent_another_is_told():
    task = handed_in(running(person(), mentor(), skill()), skill())
    first = comment(task)
    assert comment(task, as_of=NOON + timedelta(hours=1)) == first
    for changed in ({"level": "1"}, {"text": "Changed my mind"}):
        with pytest.raises(FeedbackError, match="given feedback already"):
            comment(task, **changed)
    assert (Feedback.objects.get().text, Evidence.objects.count()) == ("Clear and complete.", 1)


def test_a_correction_supersedes_the_evidence_and_is_what_holds():
    abena = person()
    task = handed_in(running(abena, mentor(), skill()), skill())
    wrong = comment(task, level="2").evidence
    StaleMark.objects.all().delete()
    for _ in range(2):
        given = correct(task, wrong)
    holds = Evidence.objects.standing().get()
    assert (Feedback.objects.get(), given.evidence, given.text) == (given, holds, "I meant five.")
    assert (holds.level, holds.supersedes, holds.observed_at) == (Decimal("5"), wrong, wrong.observed_at)
    assert (holds.source, holds.rater, holds.origin["text"]) == ("mentor", wrong.rater, "I meant five.")
    assert Evidence.objects.count() == 2
    assert StaleMark.objects.filter(person=abena).exists()


def test_a_correction_of_what_holds_no_more_is_refused():
    task = handed_in(running(person(), mentor(), skill()), skill())
    wrong = comment(task, level="2").evidence
    correct(task, wrong)
    with pytest.raises(FeedbackError, match="corrected in the meantime"):
        correct(task, wrong, level="1")
    assert Evidence.objects.standing().get().level == 5


@pytest.mark.parametrize(("close", "may"), [(complete_pairing, True), (end_pairing, False)])
def test_feedback_is_corrected_as_long_as_it_can_be_given(close, may):
    row = running(person(), mentor(), skill())
    task = handed_in(row, skill())
    wrong = comment(task, level="2").evidence
    close(pairing=row, as_of=NOON)
    assert comment(task, level="2").evidence == wrong
    if may:
        assert correct(task, wrong).evidence.level == 5
    else:
        with pytest.raises(FeedbackError, match="has ended"):
            correct(task, wrong)


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_level_without_words_is_refused(text):
    task = handed_in(running(person(), mentor(), skill()), skill())
    with pytest.raises(FeedbackError, match="helps nobody"):
        comment(task, text=text)
    assert not Evidence.objects.exists()


def test_a_level_off_the_scale_is_refused_and_nothing_is_kept():
    task = handed_in(running(person(), mentor(), skill()), skill())
    with pytest.raises(EvidenceError):
        comment(task, level="6")
    assert not Feedback.objects.exists()


def test_tasks_of_a_completed_pairing_still_get_feedback_those_of_a_broken_off_one_do_not():
    completed, ended = running(person(), mentor(), skill()), running(person("B"), mentor("C"), skill())
    done, dropped = handed_in(completed, skill()), handed_in(ended, skill())
    complete_pairing(pairing=completed, as_of=NOON)
    end_pairing(pairing=ended, as_of=NOON)
    assert comment(done).task == done
    with pytest.raises(FeedbackError, match="has ended"):
        comment(dropped)
