"""What is told of tasks and feedback: to whom, once, without what was written, and not when it is over."""

from decimal import Decimal

import pytest

from mentoring.pairings.services import end_pairing
from mentoring.tasks.notifications import FEEDBACK, HANDED_IN
from mentoring.tasks.services import correct_feedback, give_feedback
from tests.backing.inboxes import is_settled, titles, told
from tests.company import NOON, skill
from tests.mentoring.programme import handed_in, running, url

pytestmark = pytest.mark.django_db


def said(task, level: int = 3, text: str = "The rule first, then the way out."):
    return give_feedback(task=task, level=Decimal(level), text=text, as_of=NOON)


def test_a_task_is_told_to_the_mentor_once(abena, guide):
    pairing = running(abena, guide, skill())
    task = handed_in(pairing, skill())
    handed_in(pairing, skill())
    (waiting,) = told(guide.person, HANDED_IN)
    assert waiting.title == "Abena Osei is waiting for your feedback: A late refund"
    assert "I wrote this" not in waiting.body
    assert (waiting.action, waiting.url) == ("Give feedback", url("task", task))


def test_a_task_leaves_the_mentors_inbox_unsent_with_the_feedback(abena, guide):
    pairing = running(abena, guide, skill())
    said(handed_in(pairing, skill()))
    assert is_settled(guide.person, HANDED_IN)
    handed_in(pairing, skill())
    assert is_settled(guide.person, HANDED_IN), "handed in twice it is the same task"


def test_a_task_of_a_pairing_that_was_ended_early_waits_for_nobody(abena, guide):
    pairing = running(abena, guide, skill())
    handed_in(pairing, skill())
    end_pairing(pairing=pairing, as_of=NOON, by=abena)
    assert not told(guide.person, HANDED_IN)


def test_feedback_is_told_to_the_learner_once_and_without_what_it_says(abena, guide):
    task = handed_in(running(abena, guide, skill()), skill())
    for _twice in range(2):
        said(task)
    (news,) = told(abena, FEEDBACK)
    assert news.title == "Priya Nair gave feedback: A late refund"
    assert news.body == "It counts as evidence of Refund policy."
    assert not news.levels
    assert (news.action, news.url) == ("Read the feedback", url("task", task))


def test_a_correction_takes_the_place_of_the_feedback(abena, guide):
    task = handed_in(running(abena, guide, skill()), skill())
    before = said(task)
    correct_feedback(
        task=task, corrects=before.evidence.public_id, level=Decimal(4), text="Better.", as_of=NOON
    )
    assert titles(abena, FEEDBACK) == ["Priya Nair corrected the feedback: A late refund"]
