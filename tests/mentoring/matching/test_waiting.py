"""Who gets a seat, night after night: the waiting list and the proposals that reserve a seat."""

from datetime import timedelta

import pytest

from mentoring.matching.services import A_ROUND, propose_pairings
from mentoring.pairings.models import Pairing, Unmatched, Waiting
from mentoring.pairings.services import (
    accept_pairing,
    ask_mentor,
    close_pairings,
    complete_pairing,
    decline_pairing,
    stop_mentoring,
)
from tests.company import NOON, compute, give, observe, person, role, skill
from tests.mentoring.programme import learner_with_a_gap, proven_mentor

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
