from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring.matching.services import propose_pairings
from mentoring.mentors.models import ExcludedPair
from mentoring.pairings.models import Pairing, Unmatched
from mentoring.pairings.services import (
    accept_pairing,
    ask_mentor,
    close_pairings,
    complete_pairing,
    decline_pairing,
    end_pairing,
    stop_mentoring,
    withdraw_request,
)
from tests.company import NOON, compute, give, observe, person, role, skill
from tests.mentoring.programme import asked, learner_with_a_gap, leaves, mentor, proven_mentor

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
LATER = NOON + timedelta(days=1)


def propose(as_of=NOON):
    return propose_pairings(as_of=as_of)


def only_pairing():
    return Pairing.objects.select_related("mentee", "mentor").get(state="proposed")


def reason_of(who):
    found = Unmatched.objects.filter(person=who).first()
    return found.reason if found else None


def test_a_proven_mentor_is_proposed_with_the_reason():
    abena, guide = learner_with_a_gap(), proven_mentor()
    done = propose()
    row = only_pairing()
    assert (done.proposals, done.recommended) == (1, 1)
    assert (row.mentee, row.mentor, row.is_recommended, row.score) == (abena, guide.person, True, 1.0)
    assert row.reason == {
        "skills": [{"skill": skill().pk, "share": 1.0}],
        "shared_hours": 40,
        "languages": ["en"],
    }


def test_proposing_twice_leaves_the_same_rows():
    for name in ("Abena Osei", "Emil Holm"):
        learner_with_a_gap(name)
    proven_mentor(capacity=1)
    proven_mentor("Yusuf Kaya")
    propose()
    fields = ("pk", "public_id", "mentee", "mentor", "score", "reason", "is_recommended", "proposed_at")
    before = [*Pairing.objects.order_by("pk").values_list(*fields), *Unmatched.objects.values_list()]
    propose(LATER)
    assert [*Pairing.objects.order_by("pk").values_list(*fields), *Unmatched.objects.values_list()] == before


def test_a_match_that_finds_the_same_writes_nothing():
    learner_with_a_gap()
    learner_with_a_gap("Emil Holm", languages=["pt"])
    proven_mentor()
    propose()
    with CaptureQueriesContext(connection) as captured:
        propose(LATER)
    assert not [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_claim_makes_nobody_a_mentor():
    abena, guide = learner_with_a_gap(), mentor(about="I am the best at refunds")
    for days in range(5):
        observe(guide.person, skill(), 5, source="self", observed_at=NOON - timedelta(days=days))
    compute(guide.person)
    propose()
    assert reason_of(abena) == "nobody_covers"
    assert not Pairing.objects.exists()


def test_what_was_asked_survives_a_new_match():
    abena = learner_with_a_gap()
    proven_mentor()
    propose()
    row = ask_mentor(pairing=only_pairing(), message="Please", as_of=NOON)
    propose(LATER)
    row.refresh_from_db()
    assert (row.state, row.message) == ("asked", "Please")
    assert Pairing.objects.filter(mentee=abena).count() == 1


def test_who_has_a_mentor_gets_no_more_proposals():
    learner_with_a_gap()
    proven_mentor()
    propose()
    accept_pairing(pairing=ask_mentor(pairing=only_pairing(), message="", as_of=NOON), as_of=NOON)
    proven_mentor("Yusuf Kaya")
    assert propose(LATER).proposals == 0
    assert set(Pairing.objects.values_list("state", flat=True)) == {"accepted"}
    assert not Unmatched.objects.exclude(reason="no_gaps").exists()


def test_whatever_word_ends_a_pairing_the_two_are_not_proposed_again():
    learner_with_a_gap()
    proven_mentor()
    propose()
    row = accept_pairing(pairing=ask_mentor(pairing=only_pairing(), message="", as_of=NOON), as_of=NOON)
    end_pairing(pairing=row, as_of=NOON, note="left")
    propose(LATER)
    assert not Pairing.objects.proposed().exists()


@pytest.mark.parametrize("close", [decline_pairing, end_pairing])
def test_two_of_whom_one_refused_are_not_proposed_again(close):
    abena = learner_with_a_gap()
    proven_mentor()
    propose()
    row = ask_mentor(pairing=only_pairing(), message="", as_of=NOON)
    if close is end_pairing:
        accept_pairing(pairing=row, as_of=NOON)
    close(pairing=row, as_of=NOON)
    propose(LATER)
    assert not Pairing.objects.proposed().exists()
    assert reason_of(abena) == "rules:paired"


def test_two_whose_pairing_is_completed_may_be_proposed_again():
    learner_with_a_gap()
    proven_mentor()
    propose()
    row = ask_mentor(pairing=only_pairing(), message="", as_of=NOON)
    complete_pairing(pairing=accept_pairing(pairing=row, as_of=NOON), as_of=NOON)
    propose(LATER)
    assert only_pairing().pk != row.pk


def test_who_comes_back_to_the_company_may_be_proposed_again():
    learner_with_a_gap()
    guide = proven_mentor()
    propose()
    row = ask_mentor(pairing=only_pairing(), message="", as_of=NOON)
    accept_pairing(pairing=row, as_of=NOON)
    leaves(guide.person)
    close_pairings(as_of=NOON)
    guide.person.employments.update(status="active")
    propose(LATER)
    assert only_pairing().mentor == guide.person


def test_a_withdrawn_request_stays_on_the_shortlist():
    learner_with_a_gap()
    proven_mentor()
    propose()
    row = withdraw_request(pairing=ask_mentor(pairing=only_pairing(), message="", as_of=NOON), as_of=NOON)
    propose(LATER)
    assert only_pairing().pk == row.pk


def test_proposals_that_no_longer_hold_go():
    learner_with_a_gap()
    guide = proven_mentor()
    propose()
    for days in range(1, 9):
        observe(guide.person, skill(), 1, observed_at=NOON + timedelta(days=days))
    later = NOON + timedelta(days=9)
    compute(guide.person, as_of=later)
    propose(later)
    assert Pairing.objects.get().state == "expired"


def test_proposals_that_were_dropped_are_forgotten_after_a_week_and_what_was_asked_is_not():
    learner_with_a_gap()
    guide = proven_mentor()
    propose()
    stop_mentoring(mentor=guide, as_of=NOON)
    run_out = asked(person("Emil Holm"), mentor("Eva Berg"))
    close_pairings(as_of=NOON + timedelta(days=8))
    propose(NOON + timedelta(days=7))
    assert Pairing.objects.dropped().exists()
    propose(NOON + timedelta(days=8))
    assert list(Pairing.objects.all()) == [run_out]


def test_a_mentor_who_stopped_or_left_is_not_proposed():
    abena = learner_with_a_gap()
    stop_mentoring(mentor=proven_mentor("Stopped"), as_of=NOON)
    leaves(proven_mentor("Left").person)
    propose()
    assert not Pairing.objects.exists()
    assert reason_of(abena) == "rules:eligible"


def test_each_learner_without_a_match_has_a_reason():
    boss = proven_mentor("Boss Line", languages=["en"])
    in_line = learner_with_a_gap("In Line", manager=boss.person)
    content = person("No Gaps")
    assert propose().unmatched == 3
    assert (reason_of(in_line), reason_of(content)) == ("rules:line", "no_gaps")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"languages": ["pt"]}, "rules:language"),
        ({"work_starts_at": time(20), "work_ends_at": time(23)}, "rules:hours"),
        ({"work_starts_at": time(20), "work_ends_at": time(9)}, "rules:hours"),
    ],
)
def test_without_a_common_language_or_hours_the_reason_says_so(fields, reason):
    abena = learner_with_a_gap(**fields)
    proven_mentor()
    propose()
    assert reason_of(abena) == reason


def test_hours_of_a_night_that_two_people_share_count():
    abena = learner_with_a_gap(work_starts_at=time(23), work_ends_at=time(7))
    proven_mentor(work_starts_at=time(20), work_ends_at=time(4))
    propose()
    assert Pairing.objects.get(mentee=abena).reason["shared_hours"] == 25


def test_an_excluded_pair_is_never_proposed():
    abena, guide = learner_with_a_gap(), proven_mentor()
    ExcludedPair.objects.create(mentee=abena, mentor=guide.person)
    propose()
    assert reason_of(abena) == "rules:excluded"


def test_a_reason_keeps_its_day_until_it_changes():
    abena = learner_with_a_gap()
    propose()
    propose(LATER)
    assert Unmatched.objects.get(person=abena).since == NOON
    proven_mentor(languages=["pt"])
    propose(LATER)
    assert Unmatched.objects.get(person=abena).since == LATER


def test_seats_go_where_they_close_most():
    """A small gap that the mentor covers whole, and half of a large one."""
    small, large = person("Small Gap"), person("Large Gap")
    give(small, role("Small role", Refund_policy=3))
    give(large, role("Large role", Refund_policy=(3, 3, False), Empathy=(5, 3, False)))
    for days in range(5):
        for who in (small, large):
            observe(who, skill(), 1, observed_at=NOON - timedelta(days=days))
        observe(large, skill("Empathy"), 1, observed_at=NOON - timedelta(days=days))
    for who in (small, large):
        compute(who)
    proven_mentor(capacity=1)
    propose()
    assert Pairing.objects.get(is_recommended=True).mentee == large
    assert reason_of(small) == "no_free_seat"


def test_a_match_takes_as_many_queries_for_many_as_for_few(django_assert_max_num_queries):
    proven_mentor(capacity=2)
    for place in range(5):
        learner_with_a_gap(f"Learner {place}")
    with django_assert_max_num_queries(36):
        propose()
    for place in range(5, 12):
        learner_with_a_gap(f"Learner {place}")
    with django_assert_max_num_queries(36):
        propose(LATER)
