"""Who gets a seat, night after night: the waiting list and the proposals that reserve a seat."""

from datetime import timedelta

import pytest

from lifow.people.persons.models import Employment
from mentoring.matching import services as matching
from mentoring.matching.services import A_ROUND, propose_pairings
from mentoring.pairings.models import Pairing, Unmatched, Waiting
from mentoring.pairings.services import (
    accept_pairing,
    ask_mentor,
    close_pairings,
    complete_pairing,
    decline_pairing,
    release_seat,
    stop_mentoring,
    withdraw_request,
)
from tests.company import NOON, compute, give, observe, person, role, skill
from tests.mentoring.programme import asked, learner_with_a_gap, leaves, proposal, proven_mentor

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
A_DAY = timedelta(days=1)


def propose(as_of=NOON):
    """Match, and tell whom the seats are reserved for."""
    propose_pairings(as_of=as_of)
    rows = (
        Pairing.objects.filter(state="proposed", is_recommended=True)
        .select_related("mentee")
        .order_by("mentee_id")
    )
    return [str(row.mentee) for row in rows]


def ask(name, as_of):
    rows = Pairing.objects.filter(state="proposed", is_recommended=True).filter(mentee__given_name=name)
    return ask_mentor(pairing=rows.get(), message="", as_of=as_of)


def since(name):
    return Waiting.objects.get(person__given_name=name).since


def learner_with_an_unknown_skill(name):
    found = person(name)
    give(found, role(f"Role of {name}", Refund_policy=(3, 1, True)))
    compute(found)
    return found


def test_a_seat_goes_round_where_nobody_asks():
    """Three learners and one seat: each has it reserved for two weeks, and then it goes to the next."""
    for name in ("A", "B", "C"):
        learner_with_a_gap(name)
    proven_mentor()
    had_it = [propose(NOON + place * A_ROUND) for place in range(6)]
    assert sorted(map(tuple, had_it[:3])) == [("A",), ("B",), ("C",)]
    assert had_it[3:] == had_it[:3]


def test_a_proposal_is_kept_for_its_two_weeks_whoever_comes():
    learner_with_a_gap("First")
    proven_mentor()
    assert propose() == ["First"]
    large = person("Large")
    give(large, role("Large role", Refund_policy=(3, 5, True)))
    for days in range(5):
        observe(large, skill(), 1, observed_at=NOON - timedelta(days=days))
    compute(large)
    for night in range(1, 14):
        assert propose(NOON + night * A_DAY) == ["First"]
    assert propose(NOON + A_ROUND) == ["Large"]
    assert Pairing.objects.get(mentee=large, is_recommended=True).recommended_at == NOON + A_ROUND


def test_who_let_a_proposal_pass_waits_anew_and_who_could_not_help_it_goes_on_waiting():
    learner_with_a_gap("Passes")
    guide = proven_mentor()
    propose()
    assert since("Passes") == NOON
    propose(NOON + A_ROUND)
    assert since("Passes") == NOON + A_ROUND
    stop_mentoring(mentor=guide, as_of=NOON + A_ROUND)
    assert propose(NOON + 2 * A_ROUND) == []
    assert since("Passes") == NOON + A_ROUND
    assert Unmatched.objects.get(reason="nobody_covers").waiting_since == NOON + A_ROUND


@pytest.mark.parametrize("answer", ["declined", "no answer"])
def test_a_request_that_came_to_nothing_costs_no_waiting(answer):
    learner_with_a_gap("Asks")
    proven_mentor("Priya Nair"), proven_mentor("Yusuf Kaya")
    propose()
    row = ask("Asks", NOON)
    assert propose(NOON + A_DAY) == []
    assert since("Asks") == NOON
    later = NOON + timedelta(days=8)
    if answer == "declined":
        decline_pairing(pairing=row, as_of=later)
    close_pairings(as_of=later)
    assert propose(later) == ["Asks"]
    assert since("Asks") == NOON


def test_who_has_a_mentor_waits_no_more_and_anew_when_it_is_over():
    learner_with_a_gap("Learns")
    proven_mentor()
    propose()
    row = accept_pairing(pairing=ask("Learns", NOON), as_of=NOON)
    propose(NOON + A_DAY)
    assert not Waiting.objects.exists()
    complete_pairing(pairing=row, as_of=NOON + A_ROUND)
    propose(NOON + A_ROUND)
    assert since("Learns") == NOON + A_ROUND


def test_a_pairing_that_ended_on_its_first_day_ends_the_wait_all_the_same():
    learner_with_a_gap("Learns")
    proven_mentor()
    propose()
    row = accept_pairing(pairing=ask("Learns", NOON), as_of=NOON)
    assert not Waiting.objects.exists()
    complete_pairing(pairing=row, as_of=NOON)
    propose(NOON + A_DAY)
    assert since("Learns") == NOON + A_DAY


def test_who_was_without_a_match_is_not_any_more_once_a_mentor_accepts():
    abena = learner_with_a_gap("Learns")
    propose()
    assert Unmatched.objects.filter(person=abena).exists()
    accept_pairing(pairing=asked(abena, proven_mentor()), as_of=NOON)
    assert not Unmatched.objects.filter(person=abena).exists()


def test_an_acceptance_while_the_match_computes_is_no_wait(monkeypatch):
    learner_with_a_gap("Learns")
    row = asked(learner_with_a_gap("Accepted"), proven_mentor(capacity=2))
    compute_match = matching._matched

    def matched(*args):
        withdraw_request(pairing=row, as_of=NOON)
        found = compute_match(*args)
        accept_pairing(pairing=ask_mentor(pairing=row, message="", as_of=NOON), as_of=NOON)
        return found

    monkeypatch.setattr(matching, "_matched", matched)
    propose()
    assert [str(one.person) for one in Waiting.objects.all()] == ["Learns"]
    assert not Unmatched.objects.filter(person__given_name="Accepted").exists()


def test_who_asks_another_mentor_on_the_last_day_goes_on_waiting():
    abena = learner_with_a_gap("Asks")
    proven_mentor()
    propose()
    last = NOON + A_ROUND - A_DAY
    elsewhere = ask_mentor(pairing=proposal(abena, proven_mentor("Other")), message="", as_of=last)
    propose(NOON + A_ROUND)
    assert since("Asks") == NOON
    decline_pairing(pairing=elsewhere, as_of=NOON + A_ROUND)
    propose(NOON + A_ROUND + A_DAY)
    assert since("Asks") == NOON


@pytest.mark.parametrize(("days", "begins"), [(5, NOON), (15, NOON + A_ROUND + A_DAY)])
def test_who_withdraws_has_what_is_left_of_the_two_weeks(days, begins):
    learner_with_a_gap("Asks")
    proven_mentor()
    propose()
    row = ask("Asks", NOON + min(days, 13) * A_DAY)
    withdraw_request(pairing=row, as_of=NOON + days * A_DAY)
    propose(NOON + 10 * A_DAY if days < 10 else NOON + A_ROUND + A_DAY)
    assert since("Asks") == begins


def test_who_is_on_leave_keeps_the_wait_and_lets_no_seat_pass():
    abena = learner_with_a_gap("Away")
    proven_mentor()
    propose()
    Employment.objects.filter(person=abena).update(status="leave")
    for rounds in (1, 2, 3):
        assert propose(NOON + rounds * A_ROUND) == []
    assert since("Away") == NOON
    assert not Unmatched.objects.filter(person=abena).exists()
    Employment.objects.filter(person=abena).update(status="active")
    assert propose(NOON + 4 * A_ROUND) == ["Away"]
    assert since("Away") == NOON


def test_who_has_left_waits_anew_when_they_are_back():
    abena = learner_with_a_gap("Back")
    propose()
    leaves(abena)
    propose(NOON + A_DAY)
    assert not Waiting.objects.exists()
    Employment.objects.filter(person=abena).update(status="active")
    propose(NOON + A_ROUND)
    assert since("Back") == NOON + A_ROUND


def test_a_seat_that_hr_releases_costs_no_waiting():
    learner_with_a_gap("Waits")
    proven_mentor()
    propose()
    release_seat(pairing=Pairing.objects.get(), as_of=NOON)
    propose(NOON + A_ROUND)
    assert since("Waits") == NOON


def test_a_seat_that_somebody_has_asked_for_is_reserved_for_nobody_else():
    learner_with_a_gap("Asks")
    proven_mentor(capacity=1)
    propose()
    ask("Asks", NOON)
    learner_with_a_gap("Waits")
    assert propose(NOON + A_DAY) == []
    assert Unmatched.objects.get(person__given_name="Waits").reason == "no_free_seat"


def test_who_waits_for_a_mentor_whom_nobody_is_yet_comes_first_when_there_is_one():
    learner_with_a_gap("Waits")
    propose()
    learner_with_a_gap("Newcomer")
    proven_mentor()
    assert propose(NOON + A_DAY) == ["Waits"]


def test_a_critical_skill_that_needs_assessment_is_matched_after_known_gaps():
    learner_with_an_unknown_skill("Unknown")
    guide = proven_mentor()
    assert propose() == ["Unknown"]
    row = Pairing.objects.get()
    assert (row.score, row.reason["skills"]) == (0.0, [{"skill": skill().pk, "share": 0.0}])
    Pairing.objects.all().delete()
    Waiting.objects.all().delete()
    learner_with_a_gap("Known")
    assert propose() == ["Known"]
    assert guide.person_id == row.mentor_id


def test_a_skill_that_needs_assessment_and_is_not_critical_asks_for_no_mentor():
    found = person("Unknown")
    give(found, role("Any role", Refund_policy=3))
    compute(found)
    proven_mentor()
    assert propose() == []
    assert Unmatched.objects.get(person=found).reason == "no_gaps"
    assert not Waiting.objects.exists()
