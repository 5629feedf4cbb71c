from datetime import timedelta

import pytest

from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    NoFreeSeatError,
    PairingError,
    accept_pairing,
    ask_mentor,
    begin_pairing,
    check_asking,
    close_pairings,
    complete_pairing,
    decline_pairing,
    end_pairing,
    offer_mentoring,
    stop_mentoring,
    withdraw_request,
)
from tests.company import NOON, person
from tests.mentoring.programme import BARS, asked, excluded, leaves, mentor, proposal, running

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]

STEPS = {
    "check": lambda row: check_asking(pairing=row, as_of=NOON),
    "ask": lambda row: ask_mentor(pairing=row, message="", as_of=NOON),
    "withdraw": lambda row: withdraw_request(pairing=row, as_of=NOON),
    "accept": lambda row: accept_pairing(pairing=row, as_of=NOON),
    "decline": lambda row: decline_pairing(pairing=row, as_of=NOON),
    "begin": lambda row: begin_pairing(pairing=row),
    "complete": lambda row: complete_pairing(pairing=row, as_of=NOON),
    "end": lambda row: end_pairing(pairing=row, as_of=NOON),
}
# What each step makes of each state; a step that is not here is refused and changes nothing.
OUTCOMES = {
    ("proposed", "check"): "proposed",
    ("asked", "check"): "asked",
    ("proposed", "ask"): "asked",
    ("proposed", "withdraw"): "proposed",
    ("asked", "ask"): "asked",
    ("asked", "withdraw"): "proposed",
    ("asked", "accept"): "accepted",
    ("asked", "decline"): "declined",
    ("accepted", "accept"): "accepted",
    ("accepted", "begin"): "active",
    ("accepted", "complete"): "completed",
    ("accepted", "end"): "ended",
    ("active", "accept"): "active",
    ("active", "begin"): "active",
    ("active", "complete"): "completed",
    ("active", "end"): "ended",
    ("completed", "complete"): "completed",
    ("ended", "end"): "ended",
    ("declined", "decline"): "declined",
}


def in_state(state):
    guide = mentor(capacity=1)
    row = proposal(person(), guide)
    seat = guide.seats.get() if state in ("accepted", "active") else None
    Pairing.objects.filter(pk=row.pk).update(state=state, seat=seat, asked_at=NOON)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("state", Pairing.State.values)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_does_what_the_state_allows_and_nothing_else(state, name):
    row = in_state(state)
    expected = OUTCOMES.get((state, name))
    if expected is None:
        with pytest.raises(PairingError):
            STEPS[name](row)
    else:
        STEPS[name](row)
    row.refresh_from_db()
    assert row.state == (expected or state)


def test_asking_keeps_the_message_and_gives_a_week_for_the_answer():
    row = ask_mentor(pairing=proposal(person(), mentor()), message="Refunds, please", as_of=NOON)
    assert (row.message, row.asked_at, row.expires_at) == ("Refunds, please", NOON, NOON + timedelta(days=7))


def test_withdrawing_takes_the_words_back_too():
    row = withdraw_request(pairing=asked(person(), mentor()), as_of=NOON)
    assert (row.message, row.asked_at, row.expires_at) == ("", None, None)


def test_a_learner_asks_one_mentor_at_a_time():
    abena = person()
    asked(abena, mentor("Priya Nair"))
    with pytest.raises(PairingError, match="Priya Nair already"):
        ask_mentor(pairing=proposal(abena, mentor("Yusuf Kaya")), message="", as_of=NOON)


def test_a_learner_who_has_a_mentor_asks_nobody_else():
    abena = person()
    running(abena, mentor("Priya Nair"))
    with pytest.raises(PairingError, match="Priya Nair is your mentor"):
        ask_mentor(pairing=proposal(abena, mentor("Yusuf Kaya")), message="", as_of=NOON)


def test_after_withdrawing_another_mentor_can_be_asked():
    abena = person()
    withdraw_request(pairing=asked(abena, mentor()), as_of=NOON)
    other = ask_mentor(pairing=proposal(abena, mentor("Yusuf Kaya")), message="", as_of=NOON)
    assert other.state == "asked"


def test_a_mentor_who_became_full_or_stopped_is_not_asked():
    full, stopped = mentor("Full", capacity=1), mentor("Stopped")
    running(person("Yusuf Kaya"), full)
    row, other = proposal(person(), full), proposal(person(), stopped)
    with pytest.raises(NoFreeSeatError):
        ask_mentor(pairing=row, message="", as_of=NOON)
    stop_mentoring(mentor=stopped, as_of=NOON)
    with pytest.raises(PairingError, match="no longer proposed"):
        ask_mentor(pairing=other, message="", as_of=NOON)


@pytest.mark.parametrize("name", BARS)
def test_two_who_may_not_be_paired_any_more_neither_ask_nor_accept(name):
    bar, said = BARS[name]
    abena, guide = person(), mentor()
    row = proposal(abena, guide)
    bar(abena, guide)
    for step in ("check", "ask"):
        with pytest.raises(PairingError, match=f"{said}.*Ask somebody else"):
            STEPS[step](row)
    Pairing.objects.filter(pk=row.pk).update(state="asked", asked_at=NOON)
    with pytest.raises(PairingError, match=f"{said}.*Decline"):
        accept_pairing(pairing=row, as_of=NOON)
    row.refresh_from_db()
    assert row.state == "asked"


def test_a_pairing_that_runs_is_not_accepted_anew():
    abena, guide = person(), mentor()
    row = running(abena, guide)
    excluded(abena, guide)
    assert accept_pairing(pairing=row, as_of=NOON).state == "active"


@pytest.mark.parametrize("name", ["excluded", "mentor above", "learner above"])
def test_requests_and_proposals_that_the_rules_forbid_by_now_expire_and_what_runs_goes_on(name):
    bar, _said = BARS[name]
    guide = mentor(capacity=3)
    rows = {asked: "expired", proposal: "expired", running: "active"}
    for make, state in rows.items():
        abena = person()
        row = make(abena, guide)
        bar(abena, guide)
        close_pairings(as_of=NOON)
        row.refresh_from_db()
        assert (row.state, row.closing_cause) == (state, "rules" if state == "expired" else "")


def test_accepting_takes_a_seat_and_the_learners_other_proposals_expire():
    abena = person()
    guide, other = mentor(), mentor("Yusuf Kaya")
    spare = proposal(abena, other)
    row = accept_pairing(pairing=asked(abena, guide), as_of=NOON)
    spare.refresh_from_db()
    assert (row.seat, row.closes_on) == (guide.seats.get(), (NOON + timedelta(weeks=8)).date())
    assert (spare.state, spare.closed_at) == ("expired", NOON)


def test_where_no_seat_is_left_nothing_changes():
    guide = mentor(capacity=1)
    abena = person()
    request = asked(abena, guide)
    spare = proposal(abena, mentor("Yusuf Kaya"))
    offer_mentoring(person=guide.person, capacity=0, as_of=NOON)
    with pytest.raises(NoFreeSeatError, match="All your seats"):
        accept_pairing(pairing=request, as_of=NOON)
    assert set(Pairing.objects.values_list("pk", "state")) == {(request.pk, "asked"), (spare.pk, "proposed")}


def test_a_completed_pairing_frees_its_seat():
    guide = mentor(capacity=1)
    complete_pairing(pairing=running(person(), guide), as_of=NOON, note="Done")
    assert accept_pairing(pairing=asked(person("Yusuf Kaya"), guide), as_of=NOON).state == "accepted"


def test_a_lowered_capacity_counts_seats_that_are_still_held():
    guide = mentor(capacity=2)
    first, second = running(person("First"), guide), running(person("Second"), guide)
    waiting = proposal(person("Third"), guide)
    offer_mentoring(person=guide.person, capacity=1, as_of=NOON)
    end_pairing(pairing=first, as_of=NOON)
    with pytest.raises(NoFreeSeatError):
        ask_mentor(pairing=waiting, message="", as_of=NOON)
    end_pairing(pairing=second, as_of=NOON)
    assert ask_mentor(pairing=waiting, message="", as_of=NOON).state == "asked"


def test_a_note_is_kept_with_what_it_closed_and_who_closed_it():
    guide = mentor()
    request = asked(person(), guide)
    row = decline_pairing(pairing=request, as_of=NOON, by=guide.person, note="Away in May")
    assert (row.closing_note, row.closed_at, row.closed_by) == ("Away in May", NOON, guide.person)


@pytest.mark.parametrize(
    ("make", "close"), [(asked, decline_pairing), (running, complete_pairing), (running, end_pairing)]
)
def test_what_is_closed_keeps_the_first_note_and_refuses_another(make, close):
    guide, ruth = mentor(), person("Ruth Amankwah")
    row = close(pairing=make(person(), guide), as_of=NOON, by=guide.person, note="First")
    later = NOON + timedelta(hours=1)
    for note in ("First", ""):
        close(pairing=row, as_of=later, by=ruth, note=note)
    with pytest.raises(PairingError, match="no longer possible"):
        close(pairing=row, as_of=later, by=ruth, note="Second")
    row.refresh_from_db()
    assert (row.closing_note, row.closed_at, row.closed_by) == ("First", NOON, guide.person)


def test_nobody_closed_what_time_closed():
    row = running(person(), mentor())
    close_pairings(as_of=NOON + timedelta(weeks=9))
    row.refresh_from_db()
    assert (row.state, row.closed_by) == ("completed", None)


def test_a_leavers_pairings_end_and_requests_and_proposals_expire():
    priya, yusuf, eva = mentor("Priya Nair", capacity=2), mentor("Yusuf Kaya"), mentor("Eva Berg")
    abena, emil = person("Abena Osei"), person("Emil Holm")
    rows = {
        running(abena, priya): "ended",
        asked(emil, priya): "expired",
        proposal(emil, yusuf): "proposed",
        proposal(person("Third"), priya): "expired",
        running(person("Fourth"), eva): "active",
    }
    leaves(priya.person)
    assert close_pairings(as_of=NOON) == 3
    assert close_pairings(as_of=NOON) == 0
    for row, state in rows.items():
        row.refresh_from_db()
        assert row.state == state


def test_a_learner_who_leaves_frees_the_mentors_seat():
    guide = mentor(capacity=1)
    abena = person()
    running(abena, guide)
    leaves(abena)
    close_pairings(as_of=NOON)
    assert accept_pairing(pairing=asked(person("Yusuf Kaya"), guide), as_of=NOON).state == "accepted"


@pytest.mark.parametrize(
    ("make", "later", "state"),
    [
        (asked, timedelta(days=6), "asked"),
        (asked, timedelta(days=7), "expired"),
        (running, timedelta(weeks=8), "active"),
        (running, timedelta(weeks=8, days=1), "completed"),
    ],
)
def test_time_closes_what_ran_out(make, later, state):
    row = make(person(), mentor())
    close_pairings(as_of=NOON + later)
    row.refresh_from_db()
    assert row.state == state


def test_a_pairing_that_never_began_expires_and_does_not_count_as_completed():
    row = accept_pairing(pairing=asked(person(), mentor()), as_of=NOON)
    close_pairings(as_of=NOON + timedelta(weeks=9))
    row.refresh_from_db()
    assert row.state == "expired"


def test_closing_takes_as_many_queries_for_many_as_for_one(django_assert_max_num_queries):
    guide = mentor(capacity=6)
    for place in range(6):
        running(person(f"Learner {place}"), guide)
    leaves(guide.person)
    with django_assert_max_num_queries(14):
        assert close_pairings(as_of=NOON) == 6
