"""Many people at the same moment, on real connections of both databases."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction

from lifow.notifications.models import Message
from mentoring.matching import services as matching
from mentoring.matching.services import propose_pairings
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.services import (
    NoFreeSeatError,
    PairingError,
    accept_pairing,
    ask_mentor,
    close_pairings,
    offer_mentoring,
    steps,
    stop_mentoring,
    withdraw_request,
)
from mentoring.tasks.services import give_feedback, hand_in_task
from tests.company import NOON, person, skill
from tests.concurrency import at_once
from tests.mentoring.programme import (
    asked,
    asked_before,
    handed_in,
    learner_with_a_gap,
    leaves,
    meanwhile,
    mentor,
    proposal,
    proven_mentor,
    running,
)

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 10
HOLDING = ("accepted", "active")


def requests_to(guide, number=MANY):
    """More requests than seats, as from before the mentor offered fewer."""
    return [asked_before(f"Learner {place}", guide) for place in range(number)]


def held_by(guide):
    return Pairing.objects.filter(mentor=guide.person, state__in=HOLDING).count()


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_of_ten_simultaneous_accepts_of_one_seat_exactly_one_holds_it():
    guide = mentor(capacity=1)
    outcomes = at_once([partial(accept_pairing, pairing=one, as_of=NOON) for one in requests_to(guide)])
    assert kinds(outcomes) == ["NoFreeSeatError"] * (MANY - 1) + ["Pairing"]
    assert held_by(guide) == 1


def test_ten_simultaneous_accepts_fill_three_seats_and_no_more():
    guide = mentor(capacity=3)
    outcomes = at_once([partial(accept_pairing, pairing=one, as_of=NOON) for one in requests_to(guide)])
    assert kinds(outcomes) == ["NoFreeSeatError"] * (MANY - 3) + ["Pairing"] * 3
    seats = Pairing.objects.filter(state__in=HOLDING).values_list("seat", flat=True)
    assert len(set(seats)) == 3


def test_the_database_itself_gives_a_seat_to_one_pairing():
    guide = mentor(capacity=1)
    holder = running(person("Abena Osei"), guide)
    other = proposal(person("Yusuf Kaya"), guide)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=other.pk).update(state="active", seat=holder.seat)


def test_the_database_itself_lets_a_learner_ask_one_mentor():
    abena = person("Abena Osei")
    asked(abena, mentor())
    other = proposal(abena, mentor("Yusuf Kaya"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=other.pk).update(state="asked")


def test_eight_clicks_on_accept_are_one_accept():
    guide = mentor(capacity=3)
    request = asked(person(), guide)
    outcomes = at_once([partial(accept_pairing, pairing=request, as_of=NOON)] * 8)
    assert {outcome.state for outcome in outcomes} == {"accepted"}
    assert held_by(guide) == 1


def test_a_request_that_is_made_eight_times_at_once_is_told_once():
    guide = mentor()
    row = proposal(person(), guide)
    at_once([partial(ask_mentor, pairing=row, message="", as_of=NOON)] * 8)
    message = Message.objects.get(receiver=guide.person)
    assert message.dispatches.count() == 1


def test_of_eight_mentors_asked_at_once_one_is_asked():
    abena = person()
    proposals = [proposal(abena, mentor(f"Mentor {place}")) for place in range(8)]
    outcomes = at_once([partial(ask_mentor, pairing=one, message="", as_of=NOON) for one in proposals])
    assert kinds(outcomes) == ["Pairing"] + ["PairingError"] * 7
    assert Pairing.objects.filter(mentee=abena, state="asked").count() == 1


def test_withdrawing_beside_an_accept_ends_in_one_of_the_two():
    request = asked(person(), mentor())
    accepted, withdrawn = at_once(
        [partial(step, pairing=request, as_of=NOON) for step in (accept_pairing, withdraw_request)]
    )
    request.refresh_from_db()
    assert isinstance(accepted, PairingError) != isinstance(withdrawn, PairingError)
    assert request.state == ("proposed" if isinstance(accepted, PairingError) else "accepted")


def test_a_capacity_lowered_beside_accepts_is_never_passed():
    guide = mentor(capacity=2)
    accepts = [partial(accept_pairing, pairing=one, as_of=NOON) for one in requests_to(guide, 7)]
    at_once([*accepts, partial(offer_mentoring, person=guide.person, capacity=1, as_of=NOON)])
    late = asked_before("Late", guide)
    with pytest.raises(NoFreeSeatError):
        accept_pairing(pairing=late, as_of=NOON)
    assert held_by(guide) in (1, 2)


def test_stopping_beside_accepts_leaves_nobody_waiting():
    guide = mentor(capacity=2)
    accepts = [partial(accept_pairing, pairing=one, as_of=NOON) for one in requests_to(guide, 7)]
    at_once([*accepts, partial(stop_mentoring, mentor=guide, as_of=NOON)])
    assert set(Pairing.objects.values_list("state", flat=True)) <= {"accepted", "expired"}
    assert held_by(guide) <= 2


def test_leavers_closed_beside_accepts_do_not_block_each_other():
    guides = [mentor(f"Mentor {place}") for place in range(4)]
    requests = [asked(person(f"Learner {place}"), guide) for place, guide in enumerate(guides)]
    for request in requests:
        for guide in guides:
            if guide.person != request.mentor:
                proposal(request.mentee, guide)
    leaves(guides[0].person)
    accepts = [partial(accept_pairing, pairing=one, as_of=NOON) for one in requests[1:]]
    outcomes = at_once([*accepts, partial(close_pairings, as_of=NOON), partial(close_pairings, as_of=NOON)])
    assert kinds(outcomes) == ["Pairing"] * 3 + ["int"] * 2
    assert not Pairing.objects.open().filter(mentor=guides[0].person).exists()


def test_two_match_runs_at_once_leave_each_proposal_once():
    proven_mentor(capacity=2)
    for place in range(3):
        learner_with_a_gap(f"Learner {place}")
    outcomes = at_once([partial(propose_pairings, as_of=NOON)] * 4)
    assert {outcome.proposals for outcome in outcomes} == {3}
    assert Pairing.objects.count() == 3


def test_asking_beside_a_match_run_is_kept():
    guide = proven_mentor(capacity=4)
    learners = [learner_with_a_gap(f"Learner {place}") for place in range(4)]
    propose_pairings(as_of=NOON)
    asks = [
        partial(ask_mentor, pairing=Pairing.objects.get(mentee=one), message="", as_of=NOON)
        for one in learners
    ]
    outcomes = at_once([*asks, partial(propose_pairings, as_of=NOON), partial(propose_pairings, as_of=NOON)])
    assert kinds(outcomes) == ["Pairing"] * 4 + ["Proposed"] * 2
    assert set(Pairing.objects.filter(mentor=guide.person).values_list("state", flat=True)) == {"asked"}


def test_a_request_made_while_proposals_are_written_is_not_lost(monkeypatch):
    guide, abena = proven_mentor(), learner_with_a_gap()
    propose_pairings(as_of=NOON)
    row = Pairing.objects.get()
    ask = partial(ask_mentor, pairing=row, message="Please", as_of=NOON)
    others = []

    def settled(*args, **kwargs):
        others.append(meanwhile(ask))
        return without_settled(*args, **kwargs)

    without_settled = matching._without_settled
    monkeypatch.setattr(matching, "_without_settled", settled)
    propose_pairings(as_of=NOON)
    others[0].join()
    row.refresh_from_db()
    assert (row.state, row.message, row.mentee, row.mentor) == ("asked", "Please", abena, guide.person)


def test_a_leaver_whose_request_is_being_accepted_does_not_stay_paired(monkeypatch):
    guide, abena = mentor(), person()
    row = asked(abena, guide)
    others = []

    def leave():
        leaves(abena)
        close_pairings(as_of=NOON)

    def free_seat(*args):
        others.append(meanwhile(leave))
        return take(*args)

    take = steps._free_seat
    monkeypatch.setattr(steps, "_free_seat", free_seat)
    accept_pairing(pairing=row, as_of=NOON)
    others[0].join()
    row.refresh_from_db()
    assert row.state == "ended"


def test_eight_clicks_on_hand_in_and_on_feedback_are_one_task_with_one_feedback():
    refunds = skill()
    pairing = running(person(), mentor(), refunds)
    hand_in = partial(hand_in_task, pairing=pairing, title="A", body="B", skill=refunds, as_of=NOON)
    assert len({outcome.pk for outcome in at_once([hand_in] * 8)}) == 1
    task = handed_in(pairing, refunds)
    feedback = at_once([partial(give_feedback, task=task, level=2, text="Clear.", as_of=NOON)] * 8)
    assert len({outcome.evidence_id for outcome in feedback}) == 1


def test_a_seat_that_is_released_goes_to_the_next_only():
    guide = mentor(capacity=1)
    running(person("First"), guide)
    waiting = [asked_before(f"Waiting {place}", guide) for place in range(8)]
    Pairing.objects.filter(state="active").update(state="completed", closed_at=NOON)
    outcomes = at_once([partial(accept_pairing, pairing=one, as_of=NOON) for one in waiting])
    assert kinds(outcomes).count("Pairing") == 1
    assert Mentor.objects.with_a_free_seat().count() == 0
