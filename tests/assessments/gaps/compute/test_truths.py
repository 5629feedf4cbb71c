"""What a report may say, and what it must: on scales of any length, with requirements at both ends."""

import pytest

from assessments.gaps.choices import GapStatus
from assessments.gaps.compute.packing import (
    CONFLICT,
    CRITICAL,
    CRITICAL_GAP,
    CRITICAL_MET,
    EXPIRED,
    ONE_SOURCE,
)
from tests.assessments.gaps.compute.reports import (
    ALL,
    MANAGER,
    MENTOR,
    NOW,
    OBSERVED,
    PEER,
    SELF,
    SKILL,
    TEST,
    Said,
    report,
    row,
)

MET, GAP, ASK = GapStatus.MEETS, GapStatus.GAP, GapStatus.ASSESS_FIRST
TOPS = pytest.mark.parametrize("top", [1, 3, 4, 5, 9, 10])


@TOPS
def test_cannot_do_this_yet_is_never_met(top):
    assert row(top, 1, Said(SELF, 0))["status"] != MET
    assert row(top, 1, Said(SELF, 0), critical=True)["status"] != MET


@TOPS
def test_what_all_call_level_0_is_a_gap(top):
    said = row(top, 1, Said(SELF, 0), Said(MANAGER, 0), Said(TEST, 0), critical=True)
    assert said["status"] == GAP


@TOPS
@pytest.mark.parametrize("level", [0, 1])
def test_after_years_of_waiting_a_test_says_nothing(top, level):
    said = row(top, 1, Said(TEST, level), on=1400)
    assert (said["status"], said["n_evidence"]) == (ASK, 0)


@TOPS
def test_what_all_put_at_the_top_is_met_there(top):
    said = row(top, top, *(Said(source, top) for source in ALL), critical=True)
    assert (said["status"], said["flags"] & CRITICAL_MET) == (MET, CRITICAL_MET)


@TOPS
def test_two_who_put_it_at_the_top_make_no_gap_of_it(top):
    said = row(top, top, Said(SELF, top), Said(MANAGER, top))
    assert said["status"] != GAP
    assert said["p_meets"] > 0.5


@TOPS
@pytest.mark.parametrize("level", [0, 1])
def test_one_person_in_four_capacities_is_one_voice(top, level):
    in_turn = (OBSERVED, MANAGER, MENTOR, PEER)
    hats = [Said(source, level, rater=5, age=age) for age, source in enumerate(in_turn)]
    assert row(top, 1, *hats) == row(top, 1, hats[0])


def test_an_expired_retest_does_not_revive_what_it_replaced():
    first = Said(TEST, 5, age=300)
    again = Said(TEST, 1, age=100, valid_until=NOW - 1)
    said = row(5, 3, first, again)
    assert (said["status"], said["n_evidence"], said["flags"] & EXPIRED) == (ASK, 0, EXPIRED)


def test_what_has_expired_needs_assessment_until_something_new_is_said():
    expired = Said(TEST, 5, age=400, valid_until=NOW - 30)
    before, after = Said(MANAGER, 5, age=60), Said(MANAGER, 5, age=10)
    assert row(5, 3, expired, before)["status"] == ASK
    assert row(5, 3, expired, after)["status"] == MET


def test_ten_unnamed_observations_of_a_year_ago_do_not_outweigh_todays():
    old = [Said(OBSERVED, 1, rater=0, age=365 + day) for day in range(10)]
    assert row(5, 3, *old)["mu"] < 2
    # All earlier words of a voice together weigh at most what the newest does.
    assert row(5, 3, *old, Said(OBSERVED, 4, rater=0))["mu"] > 2.5


def test_conflicting_words_are_marked_and_make_less_sure():
    apart, together = row(5, 2, Said(MANAGER, 0), Said(TEST, 4)), row(5, 2, Said(MANAGER, 2), Said(TEST, 2))
    assert (apart["flags"] & CONFLICT, together["flags"] & CONFLICT) == (CONFLICT, 0)
    assert apart["sigma"] > 1.5 * together["sigma"]


@pytest.mark.parametrize(("top", "low", "high"), [(1, 0, 1), (3, 0, 2), (4, 1, 3), (5, 1, 3), (10, 2, 6)])
def test_words_two_levels_of_five_apart_are_in_conflict(top, low, high):
    assert row(top, 1, Said(SELF, low), Said(MANAGER, high))["flags"] & CONFLICT
    near = row(top, 1, Said(SELF, high), Said(MANAGER, high - (top > 1)))
    assert not near["flags"] & CONFLICT


@pytest.mark.parametrize("level", [0, 5])
@pytest.mark.parametrize("source", [SELF, MANAGER, PEER, MENTOR])
def test_one_source_alone_settles_no_critical_skill(source, level):
    several = [Said(source, level, rater=number) for number in range(20, 25)]
    said = row(5, 3, *several, critical=True)
    assert (said["status"], said["flags"] & ONE_SOURCE) == (ASK, ONE_SOURCE)
    assert not said["flags"] & (CRITICAL_MET | CRITICAL_GAP)
    assert row(5, 3, *several)["status"] == (MET if level else GAP)


@pytest.mark.parametrize("level", [0, 5])
@pytest.mark.parametrize("source", [TEST, OBSERVED])
def test_a_test_or_observed_work_settles_it(source, level):
    said = row(5, 3, Said(source, level), critical=True)
    assert said["status"] == (MET if level else GAP)
    assert said["flags"] & (CRITICAL_MET if level else CRITICAL_GAP)


def test_nothing_is_said_that_the_words_alone_do_not_lean_to():
    # Where all else is at the top, one who says 2 of 3 is probably modest; but it was not said.
    others = [Said(TEST, 5, skill=skill) for skill in range(20, 60)]
    modest = [Said(MANAGER, 2), Said(MANAGER, 2, rater=3)]
    tops = {SKILL: 5} | {one.skill: 5 for one in others}
    found = report(tops, [(SKILL, 3.0, False)], [*others, *modest]).of(0)[0]
    assert found["p_meets"] > 0.5
    assert found["status"] != MET


def test_each_requirement_is_judged_on_its_own_level():
    words = [Said(TEST, 2), Said(OBSERVED, 2), Said(MANAGER, 2)]
    found = report({SKILL: 5}, [(SKILL, 4.0, False), (SKILL, 2.0, True)], words).of(0)[0]
    assert (found["required"], found["critical"]) == (4, 2)
    assert (found["status"], bool(found["flags"] & CRITICAL_MET)) == (GAP, True)
    assert not found["flags"] & CRITICAL
    assert found["p_critical"] > 0.8 > 0.2 > found["p_meets"]
