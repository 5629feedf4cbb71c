from dataclasses import replace

import numpy as np
import pytest

from mentoring.matching.compute import MatchInputError, MatchPolicy, match, reporting_line
from tests.mentoring.matching.compute.company import SQL, Guide, Learner, bits, company, couples, real, whole


def one_of_each():
    return company([Learner(1, {SQL: (3, 1.0)})], [Guide(2, {SQL: 4})])


def test_the_reporting_line_names_every_ancestor():
    assert reporting_line({1: 2, 2: 3, 4: 3}).tolist() == [[1, 2], [1, 3], [2, 3], [4, 3]]


def test_a_cycle_makes_everybody_in_it_an_ancestor_and_ends():
    assert reporting_line({1: 2, 2: 1, 3: 1}).tolist() == [[1, 2], [2, 1], [3, 1], [3, 2]]


def test_no_managers_is_no_line():
    assert reporting_line({}).shape == (0, 2)


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"wanted": whole([1, 1])}, "different_lengths", "mentees"),
        ({"languages": bits([1, 1])}, "wrong_array", "mentees.languages"),
        ({"languages": whole([1])}, "wrong_array", "mentees.languages"),
        ({"hours": np.zeros((1, 24), dtype=np.bool_)}, "wrong_array", "mentees.hours"),
        ({"wanted": whole([-1])}, "bad_value", "mentees.wanted"),
        ({"ids": whole([5])}, "bad_value", "mentees.needs.person"),
    ],
)
def test_mentees_that_do_not_fit_are_refused_with_the_place(change: dict, code: str, field: str):
    mentees, _, _ = one_of_each()
    with pytest.raises(MatchInputError) as refused:
        replace(mentees, **change)
    assert (refused.value.code, refused.value.parameters["field"]) == (code, field)
    assert field in str(refused.value)


@pytest.mark.parametrize("gap", [-1.0, float("nan"), float("inf")])
def test_a_gap_that_is_no_amount_is_refused(gap: float):
    mentees, _, _ = one_of_each()
    with pytest.raises(MatchInputError, match="weighted_gap"):
        replace(mentees, needs=replace(mentees.needs, weighted_gap=real([gap])))


def test_a_skill_given_twice_for_one_person_is_refused():
    mentees, _, _ = company([Learner(1, {SQL: (3, 1.0), SQL + 1: (3, 1.0)})], [])
    with pytest.raises(MatchInputError, match=r"needs\.skill"):
        replace(mentees, needs=replace(mentees.needs, skill=whole([SQL, SQL])))


def test_a_person_listed_twice_is_refused():
    with pytest.raises(MatchInputError, match="twice"):
        company([Learner(1, {}), Learner(1, {})], [])


@pytest.mark.parametrize(
    ("change", "field"), [({"seats": whole([-1])}, "seats"), ({"load": whole([-2])}, "load")]
)
def test_mentors_that_do_not_fit_are_refused_with_the_place(change: dict, field: str):
    _, mentors, _ = one_of_each()
    with pytest.raises(MatchInputError, match=rf"mentors\.{field}"):
        replace(mentors, **change)


def test_a_negative_sigma_is_refused():
    with pytest.raises(MatchInputError, match="sigma"):
        company([], [Guide(2, {SQL: (4, -0.1)})])


def test_barriers_are_rows_of_two_ids():
    _, _, barriers = one_of_each()
    with pytest.raises(MatchInputError, match=r"barriers\.excluded"):
        replace(barriers, excluded=whole([1, 2]))


def test_barriers_may_name_strangers():
    mentees, mentors, barriers = one_of_each()
    result = match(mentees, mentors, replace(barriers, excluded=couples([(1, 99), (99, 2)])))
    assert len(result.pairs) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_proof": 1.0},
        {"min_shared_hours": 169},
        {"least_share": 1.1},
        {"best_of": 0},
        {"shortlist": 21},
    ],
)
def test_a_policy_without_a_meaning_is_refused(wrong: dict):
    with pytest.raises(MatchInputError, match="policy") as refused:
        MatchPolicy(**wrong)
    assert refused.value.parameters["field"] == f"policy.{next(iter(wrong))}"
