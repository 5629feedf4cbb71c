"""Words that come too late to be sent: the page that answers says why and keeps them."""

from datetime import timedelta

import pytest

from mentoring.matching.services import propose_pairings
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    accept_pairing,
    close_pairings,
    complete_pairing,
    end_pairing,
    stop_mentoring,
    withdraw_request,
)
from tests.company import NOON, person, skill
from tests.flows.reading import section, words
from tests.mentoring.programme import (
    BARS,
    asked,
    mentor,
    proposal,
    proven_mentor,
    running,
    state_of,
    url,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("an_hour_later")]


def test_words_that_come_after_the_answer_change_nothing_and_are_kept(client, abena, guide):
    row = accept_pairing(pairing=asked(abena, guide, skill()), as_of=NOON)
    client.force_login(abena)
    response = client.post(url("ask", row), {"message": "Second"})
    assert "Second" in section(response, "Not sent")
    assert (state_of(row), row.message) == ("accepted", "May I ask you?")


def test_words_to_a_mentor_who_is_no_longer_proposed_are_kept_for_another(client, abena, guide):
    row, other = proposal(abena, guide, skill()), proven_mentor("Eva Berg")
    propose_pairings(as_of=NOON)
    client.force_login(abena)
    response = client.post(url("ask", row), {"message": "A refund is stuck"})
    assert response.status_code == 422
    assert "This mentor is no longer proposed to you" in response.content.decode()
    assert "A refund is stuck" in section(response, "Not sent")
    (new,) = abena.pairings_as_mentee.proposed()
    form = response.content.decode().split(url("ask", new))[1].split("</form>")[0]
    assert (new.mentor, "A refund is stuck</textarea>" in form) == (other.person, True)
    assert "No longer proposed" in words(client.get(url("pairing", row)))


def test_words_to_a_mentor_who_stopped_are_kept_though_nobody_is_left(client, abena, guide):
    row = proposal(abena, guide, skill())
    stop_mentoring(mentor=guide, as_of=NOON)
    client.force_login(abena)
    response = client.post(url("ask", row), {"message": "A refund is stuck"})
    assert "A refund is stuck" in section(response, "Not sent")
    assert "no longer proposed" in response.content.decode()


def fills_the_seat(abena, guide):
    running(person("Yusuf Kaya"), guide)


def asks_another(abena, guide):
    asked(abena, mentor("Eva Berg"), skill())


# What makes a proposal one that cannot be asked any more, and what is said of it.
GONE = {
    **{name: BARS[name] for name in ("excluded", "mentor above", "mentor left")},
    "full": (fills_the_seat, "has no free seat now"),
    "another asked": (asks_another, "You have asked Eva Berg already"),
    "gone": (lambda _, guide: stop_mentoring(mentor=guide, as_of=NOON), "no longer proposed"),
}


@pytest.mark.parametrize("name", GONE)
@pytest.mark.parametrize("length", [10, 601])
def test_words_to_a_mentor_who_cannot_be_asked_any_more_are_kept_however_long(
    client, abena, guide, name, length
):
    change, said = GONE[name]
    row = proposal(abena, guide, skill())
    change(abena, guide)
    client.force_login(abena)
    response = client.post(url("ask", row), {"message": "x" * length})
    assert response.status_code == 422
    kept = section(response, "Not sent")
    assert said in kept
    assert "x" * length in kept
    assert state_of(row) in ("proposed", "expired")


def test_other_words_to_whom_one_has_asked_are_kept_to_be_shortened(client, abena, guide):
    row = asked(abena, guide, skill())
    client.force_login(abena)
    response = client.post(url("ask", row), {"message": "x" * 601})
    assert response.status_code == 422
    assert "at most 600 characters" in section(response, "Ask Priya")
    assert "x" * 601 + "</textarea>" in response.content.decode()


State = Pairing.State

# For each step with a word: the state before it, and what closes the pairing meanwhile.
TOO_LATE = {
    "decline": (asked, lambda row: close_pairings(as_of=NOON + timedelta(days=8)), State.EXPIRED),
    "complete": (running, lambda row: end_pairing(pairing=row, as_of=NOON), State.ENDED),
    "end": (running, lambda row: complete_pairing(pairing=row, as_of=NOON), State.COMPLETED),
}


@pytest.mark.parametrize("length", [10, 301])
@pytest.mark.parametrize("step", TOO_LATE)
def test_a_word_with_a_step_that_comes_too_late_is_kept_with_the_refusal(client, abena, guide, step, length):
    make, close, state = TOO_LATE[step]
    row = make(abena, guide, skill())
    close(row)
    client.force_login(guide.person)
    response = client.post(url(step, row), {"note": "x" * length})
    assert response.status_code == 422
    kept = section(response, "Not sent")
    refusal = f"This is no longer possible: the state of the pairing is now “{state.label.lower()}”."
    assert kept.startswith(refusal)
    assert "x" * length in kept
    assert (state_of(row), row.closing_note) == (state, "")


@pytest.mark.parametrize(("step", "state"), [("complete", State.COMPLETED), ("end", State.ENDED)])
def test_of_two_who_close_at_the_same_time_neither_loses_a_word(client, abena, guide, step, state):
    row = running(abena, guide, skill())
    client.force_login(abena)
    client.post(url(step, row), {"note": "Thank you"})
    client.force_login(guide.person)
    response = client.post(url(step, row), {"note": "Well done"})
    assert "Well done" in section(response, "Not sent")
    assert f"{state.label} just now by Abena Osei · “Thank you”" in words(response)


@pytest.mark.parametrize("length", [10, 301])
def test_a_word_to_whoever_has_withdrawn_the_request_is_kept_on_the_desk(client, abena, guide, length):
    row = withdraw_request(pairing=asked(abena, guide, skill()), as_of=NOON)
    client.force_login(guide.person)
    response = client.post(url("decline", row), {"note": "x" * length})
    assert response.status_code == 422
    kept = section(response, "Not sent")
    assert kept.startswith("The request was withdrawn.")
    assert "x" * length in kept
    assert "Abena" not in words(response)
