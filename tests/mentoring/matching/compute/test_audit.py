from dataclasses import replace

import numpy as np
import pytest

from mentoring.matching.compute import MatchPolicy, MatchResult, match
from tests.mentoring.matching.compute.audit import audit
from tests.mentoring.matching.compute.company import (
    HINDI,
    REFUNDS,
    SQL,
    Company,
    Guide,
    Learner,
    bits,
    company,
    whole,
)

TINA, PRIYA = 1, 11


def pair_of_two(**about_priya: object) -> Company:
    guide = Guide(PRIYA, {SQL: 4, REFUNDS: 1}, **{"seats": 1, **about_priya})
    return company([Learner(TINA, {SQL: (3, 3.0), REFUNDS: (3, 1.0)})], [guide])


def rules_broken(people: Company, result: MatchResult) -> set[str]:
    return {violation.rule for violation in audit(*people, MatchPolicy(), result)}


def test_a_right_result_has_no_violation():
    assert rules_broken(pair_of_two(), match(*pair_of_two())) == set()


@pytest.mark.parametrize(
    ("rule", "about_priya"),
    [
        ("eligible", {"eligible": False}),
        ("seat", {"seats": 0}),
        ("language", {"languages": HINDI}),
        ("hours", {"hours": frozenset({9, 10})}),
        ("covered", {"only_claimed": frozenset({SQL})}),
        ("unknown", {"id": 12}),
    ],
)
def test_a_pair_made_before_the_facts_changed_is_found(rule: str, about_priya: dict):
    guide = replace(Guide(PRIYA, {SQL: 4, REFUNDS: 1}), **about_priya)
    changed = company([Learner(TINA, {SQL: (3, 3.0), REFUNDS: (3, 1.0)})], [guide])
    assert rule in rules_broken(changed, match(*pair_of_two()))


@pytest.mark.parametrize(
    ("rule", "barriers"),
    [
        ("line", {"line": [(TINA, PRIYA)]}),
        ("line", {"line": [(PRIYA, TINA)]}),
        ("excluded", {"excluded": [(TINA, PRIYA)]}),
        ("paired", {"paired": [(TINA, PRIYA)]}),
    ],
)
def test_a_pair_across_a_barrier_is_found(rule: str, barriers: dict):
    mentees, mentors, _ = pair_of_two()
    _, _, raised = company([], [], **barriers)
    assert rule in rules_broken((mentees, mentors, raised), match(*pair_of_two()))


def test_mentoring_oneself_is_found():
    people = company(
        [Learner(TINA, {SQL: (3, 1.0)})], [Guide(PRIYA, {SQL: 4}), Guide(TINA, {SQL: 4}, seats=0)]
    )
    result = match(*people)
    result = replace(result, pairs=replace(result.pairs, mentor=whole([TINA])))
    assert {"oneself", "seat"} <= rules_broken(people, result)


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("score", {"score": np.array([0.9])}),
        ("score", {"score": np.array([0.0]), "share": np.array([0.0])}),
        ("share", {"share": np.array([0.6]), "score": np.array([0.6])}),
        ("levels", {"levels": np.array([2.0])}),
        ("covered", {"skill": whole([REFUNDS])}),
        ("covered", {"skill": whole([99])}),
        ("shared_hours", {"shared_hours": whole([40])}),
        ("shared_languages", {"shared_languages": bits([HINDI])}),
    ],
)
def test_a_reason_that_is_not_so_is_found(rule: str, change: dict):
    result = match(*pair_of_two())
    assert rule in rules_broken(pair_of_two(), replace(result, pairs=replace(result.pairs, **change)))


def test_a_mentee_who_is_neither_paired_nor_told_why_is_found():
    people = pair_of_two(seats=0)
    assert rules_broken(people, replace(match(*people), unmatched=())) == {"wanted"}


def test_more_pairs_than_seats_and_the_same_pair_twice_are_found():
    people = pair_of_two()
    result = match(*people)
    twice = {
        name: np.repeat(getattr(result.pairs, name), 2) for name in ("mentee", "mentor", "score", "skill")
    }
    twice |= {name: np.repeat(getattr(result.pairs, name), 2) for name in ("levels", "share", "shared_hours")}
    twice |= {"shared_languages": bits([1, 1]), "covered_from": whole([0, 1, 2])}
    doubled = replace(result, pairs=replace(result.pairs, **twice))
    assert rules_broken(people, doubled) == {"repeated", "seats", "wanted", "levels"}


def test_levels_that_the_pairs_do_not_give_are_found():
    result = match(*pair_of_two())
    assert rules_broken(pair_of_two(), replace(result, levels=2.0)) == {"levels"}


def test_a_shortlist_longer_than_the_policy_is_found():
    result = match(*pair_of_two())
    violations = audit(*pair_of_two(), MatchPolicy(shortlist=0), result)
    assert [violation.rule for violation in violations] == ["shortlist"]
