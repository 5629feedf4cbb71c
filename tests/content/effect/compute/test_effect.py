"""The estimator against an example worked by hand, brute force, and companies whose effects are known."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.content_effect import effects_of, run
from benchmarks.taught_companies import Reasons, taught_company
from content.effect.compute import (
    USUALLY_NEEDED,
    Carry,
    Difference,
    Pairs,
    ReadingColumns,
    Sums,
    TouchColumns,
    carry_of,
    effect_of,
    pairs_of,
    sums_of,
)

MANAGER, MODULE = 2, 7
NO_TOUCHES = TouchColumns(*(np.zeros(0, dtype=np.int64) for _ in range(5)))


def readings(*rows: tuple) -> ReadingColumns:
    """Rows of person, skill, level and day, all by the same manager."""
    person, skill, level, day = (np.array(column) for column in zip(*rows, strict=True))
    whole = np.ones(len(rows), dtype=np.int64)
    return ReadingColumns(person, skill, level.astype(float), MANAGER * whole, 9 * whole, day)


def touches(*rows: tuple) -> TouchColumns:
    return TouchColumns(*(np.array(column, dtype=np.int64) for column in zip(*rows, strict=True)))


def a_year_of(person: int, before: list[int], after: list[int], day: int = 100) -> list[tuple]:
    """What a manager says of a person's skills 1, 2 and 3 on a day, and a year later."""
    years = ((day, before), (day + 365, after))
    return [(person, skill, said[skill - 1], when) for when, said in years for skill in (1, 2, 3)]


def test_a_level_is_taken_against_the_other_skills_of_the_same_occasion():
    # By hand: before 2 − (3 + 1) ÷ 2 = 0, after 4 − (4 + 2) ÷ 2 = 1: the rater's new mildness falls out.
    found = pairs_of(readings(*a_year_of(1, [2, 3, 1], [4, 4, 2])), NO_TOUCHES)
    [row] = np.flatnonzero(found.skill == 1)
    assert (found.before[row], found.after[row], found.others[row]) == (0, 1, 2)
    assert np.isnan(found.earlier[row])


def test_a_rater_who_grows_milder_changes_nothing():
    said = readings(*a_year_of(1, [2, 3, 1], [3, 2, 1]), *a_year_of(2, [1, 1, 3], [2, 4, 1]))
    milder = replace(said, level=said.level + np.where(said.day > 200, 1.0, 0.0))
    assert pairs_of(said, NO_TOUCHES).after == pytest.approx(pairs_of(milder, NO_TOUCHES).after)


@pytest.mark.parametrize(
    ("began", "done", "what"),
    [
        (150, 160, MODULE),
        (90, 160, None),
        (150, -1, None),
        (150, 500, None),
        (465, 470, None),
        (20, 90, 0),
        (470, 480, 0),
    ],
    ids=["between", "begun before", "not done", "done later", "begun on the day", "long before", "after"],
)
def test_a_module_counts_where_it_was_done_between_the_two_readings(began, done, what):
    found = pairs_of(readings(*a_year_of(1, [2, 2, 2], [3, 2, 2])), touches((1, MODULE, 1, began, done)))
    kept = found.module[found.skill == 1].tolist()
    assert kept == ([] if what is None else [what])


def test_two_modules_for_one_skill_cannot_be_told_apart():
    both = touches((1, MODULE, 1, 150, 160), (1, 8, 1, 200, 210))
    assert 1 not in pairs_of(readings(*a_year_of(1, [2, 2, 2], [3, 2, 2])), both).skill


def test_skills_that_another_module_raised_are_nothing_to_compare_with():
    other = touches((1, 8, 2, 150, 160))
    found = pairs_of(readings(*a_year_of(1, [2, 2, 2], [3, 3, 2])), other)
    assert 1 not in found.skill, "one other skill is left, and two are needed"


def pairs(*rows: tuple) -> Pairs:
    """Rows of person, whether they took the module, level after, before and yet before."""
    person, took, after, before, earlier = (np.array(column) for column in zip(*rows, strict=True))
    whole = np.ones(len(rows), dtype=np.int64)
    return Pairs(
        person=person,
        skill=whole,
        source=MANAGER * whole,
        before_day=100 * whole,
        after_day=465 * whole,
        module=np.where(took, MODULE, 0),
        after=after.astype(float),
        before=before.astype(float),
        earlier=earlier.astype(float),
        others=2 * whole,
        level=2.0 * whole,
    )


def by_hand() -> tuple[Pairs, TouchColumns]:
    """Ten takers, twelve others; means after 0.5 and 0.2, before −1.0 and 0.0, yet before −0.6 and 0.0."""
    spread = [-1, -0.5, 0, 0.5, 1]
    rows = [(n, True, 0.5 + spread[n % 5], -1.0 + spread[n % 5] / 2, -0.6) for n in range(10)]
    rows += [(20 + n, False, 0.2 + spread[n % 3 + 1], spread[n % 3 + 1] / 2, 0.0) for n in range(12)]
    return pairs(*rows), touches(*((n, MODULE, 1, 200, 210) for n in range(10)))


def test_the_effect_of_the_example_worked_by_hand():
    # after: 0.5 − 0.2 = 0.3; before: −1.0 − 0.0 = −1.0. With κ = 0.6: 0.3 − 0.6 × (−1.0) = 0.9.
    found, took = by_hand()
    sums = sums_of(found, MODULE, 1, took)
    assert (sums.takers, sums.others) == (10, 12)
    assert (sums.outcome.first, sums.outcome.second) == (pytest.approx(0.3), pytest.approx(-1.0))
    assert sums.earlier.second == pytest.approx(-0.6)
    effect = effect_of(sums, Carry(share=0.6, variance=0.0))
    assert effect.levels == pytest.approx(0.9)
    # The spread of after − 0.6 × before is 0.7 of that of after; HC3 divides by 1 − 1 ÷ n within each group.
    takers = sum((0.7 * one / (1 - 1 / 10)) ** 2 for one in (-1, -0.5, 0, 0.5, 1) * 2) / 10**2
    others = sum((0.7 * one / (1 - 1 / 12)) ** 2 for one in (-0.5, 0, 0.5) * 4) / 12**2
    assert effect.error == pytest.approx((takers + others) ** 0.5)
    assert effect.needed == np.ceil(10 * (takers + others) / (0.5 / 2.801585) ** 2)
    low, high = effect.interval(0.8)
    assert (low, high) == (
        pytest.approx(0.9 - 1.383029 * effect.error),
        pytest.approx(0.9 + 1.383029 * effect.error),
    )


def test_doubt_about_what_is_carried_on_makes_the_interval_wider():
    found, took = by_hand()
    sums = sums_of(found, MODULE, 1, took)
    sure, unsure = (effect_of(sums, Carry(0.6, variance)).error for variance in (0.0, 0.04))
    assert unsure**2 == pytest.approx(sure**2 + 0.04 * 1.0**2)


def test_of_too_few_people_nothing_is_said():
    found, took = by_hand()
    few = found.take(np.flatnonzero((found.module != MODULE) | (found.person < 7)))
    effect = effect_of(sums_of(few, MODULE, 1, took), Carry())
    assert (effect.freedom, effect.takers, effect.needed) == (0, 7, USUALLY_NEEDED)
    assert effect.interval(0.95) == (-np.inf, np.inf)


def test_what_is_carried_on_is_learned_from_the_readings_yet_before():
    # Without sampling error κ is e ÷ b: −0.6 ÷ −1.0, and 1.0 where the whole difference was there.
    def told(earlier: float) -> Sums:
        return Sums(50, 50, earlier=Difference(-1.0, earlier, 1e-9, 1e-9, 0.0))

    assert carry_of([told(-0.6)]).share == pytest.approx(0.6, abs=1e-3)
    assert carry_of([told(-1.0)]).share == pytest.approx(1.0, abs=1e-3)
    assert carry_of([]) == Carry()
    vague = Sums(50, 50, earlier=Difference(-1.0, -0.2, 9.0, 9.0, 0.0))
    assert carry_of([vague]).share == Carry().share, "what is all sampling error teaches nothing"


def test_least_squares_is_that_of_a_plain_solver():
    rng = np.random.default_rng(5)
    rows = [(n, n % 3 == 0, *rng.normal(size=3)) for n in range(60)]
    found = replace(pairs(*rows), after_day=465 + rng.integers(0, 400, 60), level=rng.uniform(1, 3, 60))
    took = touches(*((n, MODULE, 1, 200, 210) for n in range(0, 60, 3)))
    sums = sums_of(found, MODULE, 1, took)
    levels = found.level[found.module == MODULE]
    keep = (found.module == MODULE) | ((found.level >= levels.min()) & (found.level <= levels.max()))
    kept = found.take(keep)
    halves = kept.after_day // 183
    both = [one for one in np.unique(halves) if len({*(kept.module[halves == one])}) == 2]
    kept = kept.take(np.isin(halves, both))
    halves = kept.after_day // 183
    design = np.column_stack(
        [kept.module == MODULE, (kept.after_day - kept.before_day) / 365.25]
        + [(halves == one).astype(float) for one in both]
    ).astype(float)
    wanted = np.linalg.lstsq(design, kept.after, rcond=None)[0][0]
    assert sums.outcome.first == pytest.approx(wanted)


@pytest.mark.parametrize("order", [0, 1])
def test_the_order_of_rows_does_not_matter(order):
    company = taught_company(3, 1)
    shuffled = np.random.default_rng(order).permutation(len(company.readings))
    other = ReadingColumns(*(getattr(company.readings, name)[shuffled] for name in ReadingColumns.__slots__))
    [one, *_] = effects_of(company)
    [again, *_] = effects_of(replace(company, readings=other))
    assert one.effect.levels == pytest.approx(again.effect.levels)


def test_no_readings_say_nothing():
    none = ReadingColumns(*(np.zeros(0, dtype=kind) for kind in ("i8", "i8", "f8", "i8", "i8", "i8")))
    found = pairs_of(none, NO_TOUCHES)
    assert len(found) == 0
    assert sums_of(found, MODULE, 1, NO_TOUCHES) == Sums(0, 0)


def test_regression_to_the_mean_is_no_effect():
    """Where readings alone lead to a module that does nothing, a plain comparison claims that it works."""
    reasons = Reasons(gap=0.0, reading=0.8, drive=0.0)
    made = [taught_company(4, n, effects=(0.0,), reasons=reasons) for n in range(30)]
    found = [one for company in made for one in effects_of(company) if one.effect.freedom]
    assert np.mean([one.plain.levels for one in found]) > 0.2
    assert abs(np.mean([one.effect.levels for one in found])) < 0.1


def test_intervals_hold_what_they_say_and_nothing_is_claimed_of_chance():
    """The benchmark in small; its own bars are for 500 companies."""
    result = run(seed=77, companies=60)
    assert 0.7 <= result.ratios["coverage_of_80"] <= 0.9
    assert result.ratios["false_claims"] <= 0.1
    assert result.ratios["false_claims_of_a_plain_comparison"] > result.ratios["false_claims"]
