"""What a learner and a mentor are told of their pairing: who, when, once, and not when it is over."""

from datetime import timedelta

import pytest

from lifow.notifications.models import Message
from mentoring.pairings.models import Pairing
from mentoring.pairings.notifications import ANSWER, ENDED, ENDS_SOON, REQUEST
from mentoring.pairings.services import (
    ANSWER_WITHIN,
    RUNS_FOR,
    accept_pairing,
    ask_mentor,
    close_pairings,
    complete_pairing,
    decline_pairing,
    end_pairing,
    stop_mentoring,
    tell_before_ends,
    withdraw_request,
)
from tests.backing.inboxes import is_settled, titles, told
from tests.company import NOON, person
from tests.mentoring.programme import asked, leaves, mentor, proposal, running, url

pytestmark = pytest.mark.django_db
A_WEEK_BEFORE = NOON + RUNS_FOR - timedelta(days=7)


def test_a_request_is_told_to_the_mentor_once_without_the_learners_words(abena, guide):
    row = asked(abena, guide)
    ask_mentor(pairing=row, message="Please, I am waiting", as_of=NOON)
    (request,) = told(guide.person, REQUEST)
    assert request.title == "Abena Osei asks you to be their mentor"
    assert "Monday 9 March" in request.body
    assert "Please" not in request.body
    assert (request.action, request.url) == ("Answer the request", url("pairing", row))
    assert not told(abena, REQUEST)


ENDINGS = {
    "withdrawn": lambda row: withdraw_request(pairing=row, as_of=NOON),
    "accepted": lambda row: accept_pairing(pairing=row, as_of=NOON),
    "declined": lambda row: decline_pairing(pairing=row, as_of=NOON, by=row.mentor),
    "expired": lambda row: close_pairings(as_of=NOON + ANSWER_WITHIN),
    "the mentor stops": lambda row: stop_mentoring(mentor=row.mentor.mentor, as_of=NOON),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_request_leaves_the_mentors_inbox_unsent_with_its_end(abena, guide, ending):
    ENDINGS[ending](asked(abena, guide))
    assert is_settled(guide.person, REQUEST)


def test_a_request_that_is_made_again_is_told_again(abena, guide):
    row = withdraw_request(pairing=asked(abena, guide), as_of=NOON)
    ask_mentor(pairing=row, message="", as_of=NOON)
    assert len(told(guide.person, REQUEST)) == 1


@pytest.mark.parametrize(
    ("ending", "title", "action"),
    [
        ("accepted", "Priya Nair is your mentor now", "Open the pairing"),
        ("declined", "Priya Nair cannot be your mentor now", "Find another mentor"),
        ("expired", "Your request to Priya Nair has expired", "Find another mentor"),
        ("the mentor stops", "Your request to Priya Nair has expired", "Find another mentor"),
    ],
)
def test_an_answer_is_told_to_the_learner_once(abena, guide, ending, title, action):
    row = asked(abena, guide)
    ENDINGS[ending](row)
    if ending == "accepted":
        accept_pairing(pairing=row, as_of=NOON)
    (answer,) = told(abena, ANSWER)
    assert (answer.title, answer.action) == (title, action)
    assert not told(guide.person, ANSWER)


def test_who_withdraws_is_told_nothing(abena, guide):
    withdraw_request(pairing=asked(abena, guide), as_of=NOON)
    assert not Message.objects.for_receiver(abena).open().exists()


def test_a_proposal_that_goes_is_told_to_nobody(abena, guide):
    proposal(abena, guide)
    stop_mentoring(mentor=guide, as_of=NOON)
    assert not Message.objects.open().filter(kind=ANSWER).exists()


def test_a_refusal_is_old_news_once_another_mentor_is_asked(abena, guide):
    decline_pairing(pairing=asked(abena, guide), as_of=NOON, by=guide.person)
    asked(abena, mentor("Zofia Kowal"))
    assert not told(abena, ANSWER)


def test_the_end_that_comes_is_told_to_both_a_week_before_and_once(abena, guide):
    row = running(abena, guide)
    assert tell_before_ends(as_of=A_WEEK_BEFORE - timedelta(days=1)) == 0
    assert tell_before_ends(as_of=A_WEEK_BEFORE) == 2
    assert tell_before_ends(as_of=A_WEEK_BEFORE + timedelta(days=1)) == 0
    assert titles(abena, ENDS_SOON) == ["Your pairing with Priya Nair ends on 27 April"]
    assert titles(guide.person, ENDS_SOON) == ["Your pairing with Abena Osei ends on 27 April"]
    end_pairing(pairing=row, as_of=A_WEEK_BEFORE)
    assert not told(abena, ENDS_SOON)
    assert not told(guide.person, ENDS_SOON)


@pytest.mark.parametrize(("step", "did"), [(complete_pairing, "completed"), (end_pairing, "ended")])
def test_an_end_is_told_to_the_one_who_did_not_make_it(abena, guide, step, did):
    row = running(abena, guide)
    for _twice in range(2):
        step(pairing=row, as_of=NOON, by=guide.person, note="You ask for the query first.")
    (end,) = told(abena, ENDED)
    assert (end.title, end.action) == (f"Priya Nair has {did} your pairing", "Read the note")
    assert "query" not in end.body
    assert not told(guide.person, ENDED)


def test_an_end_by_time_by_hr_or_by_a_leaver_is_told_to_both(abena, guide):
    running(abena, guide)
    close_pairings(as_of=NOON + RUNS_FOR + timedelta(days=1))
    assert titles(abena, ENDED) == ["Your pairing with Priya Nair has ended"]
    assert titles(guide.person, ENDED) == ["Your pairing with Abena Osei has ended"]
    second = running(abena, guide)
    end_pairing(pairing=second, as_of=NOON, by=person("Hanna Riis", is_hr_admin=True))
    assert len(titles(abena, ENDED)) == 2
    running(abena, guide)
    leaves(guide.person)
    close_pairings(as_of=NOON)
    assert len(titles(abena, ENDED)) == 3
    assert titles(abena, ANSWER) == []


def test_what_is_about_a_pairing_that_is_gone_says_nothing(abena, guide):
    running(abena, guide)
    close_pairings(as_of=NOON + RUNS_FOR + timedelta(days=1))
    Pairing.objects.all().delete()
    assert not any(told(one, kind) for one in (abena, guide.person) for kind in (ANSWER, ENDED, REQUEST))
