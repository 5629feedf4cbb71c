"""Match 20,000 mentees with 5,000 mentors; audit every pair; compare with greedy and with a wider choice."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.harness import Result, measured
from mentoring.matching.compute import (
    Barriers,
    MatchPolicy,
    Mentees,
    Mentors,
    Needs,
    Strengths,
    match,
    reporting_line,
    working_weeks,
)
from tests.mentoring.matching.compute.audit import audit
from tests.mentoring.matching.compute.greedy import greedy_match

MENTEES, MENTORS, SKILLS = 20_000, 5_000, 200
GAPS, STRENGTHS, SPAN_OF_CONTROL = 12, 18, 8
MOST_SECONDS, MOST_MIB = 60, 2048


def run() -> Result:
    """Match once as a job would, audit it, and compare it over the same people."""
    people = company(np.random.default_rng(7))
    policy = MatchPolicy()
    with measured() as measurement:
        result = match(*people, policy)
    greedy = greedy_match(*people, policy)
    violations = audit(*people, policy, result)
    wider = match(*people, replace(policy, best_of=5 * policy.best_of))
    within = measurement.seconds < MOST_SECONDS and measurement.peak_mib < MOST_MIB
    return Result(
        name="mentor_match",
        seconds=measurement.seconds,
        cpu_seconds=measurement.cpu_seconds,
        peak_mib=measurement.peak_mib,
        ratios={
            "objective_vs_greedy": result.objective / greedy.objective,
            "objective_vs_five_times_the_candidates": result.objective / wider.objective,
            "violations": len(violations),
            "mentees_with_a_mentor": len(np.unique(result.pairs.mentee)) / MENTEES,
        },
        goal=f"{MENTEES:,} mentees × {MENTORS:,} mentors below {MOST_SECONDS} s and {MOST_MIB} MiB, "
        "no rule broken, no worse than greedy",
        met=within and not violations and result.objective >= greedy.objective,
    )


def company(draw: np.random.Generator) -> tuple[Mentees, Mentors, Barriers]:
    """Draw a company: a reporting tree, skewed skills, time zones, languages, free seats."""
    people = np.arange(1, MENTEES + 1)
    mentors = draw.choice(people, MENTORS, replace=False)
    manager_of = {int(person): int(person - 2) // SPAN_OF_CONTROL + 1 for person in people[1:]}
    barred = [np.stack([draw.choice(people, 2_000), draw.choice(mentors, 2_000)], axis=1) for _ in range(2)]
    return (
        Mentees(
            ids=people,
            hours=_weeks(MENTEES, draw),
            languages=_languages(MENTEES, draw),
            wanted=np.ones(MENTEES, dtype=np.int64),
            needs=_needs(people, draw),
        ),
        Mentors(
            ids=mentors,
            hours=_weeks(MENTORS, draw),
            languages=_languages(MENTORS, draw),
            seats=draw.integers(0, 9, MENTORS),
            load=draw.integers(0, 3, MENTORS),
            eligible=draw.random(MENTORS) < 0.95,
            strengths=_strengths(mentors, draw),
        ),
        Barriers(line=reporting_line(manager_of), excluded=barred[0], paired=barred[1]),
    )


def _needs(people: NDArray[np.int64], draw: np.random.Generator) -> Needs:
    skill = _skills(len(people), GAPS, draw)
    gap = draw.gamma(2, 0.6, skill.size)
    weight = draw.choice([1, 1, 2, 3], skill.size)
    return Needs(
        person=np.repeat(people, GAPS),
        skill=skill,
        required=draw.integers(2, 6, skill.size).astype(np.float64),
        weighted_gap=gap * weight,
    )


def _strengths(mentors: NDArray[np.int64], draw: np.random.Generator) -> Strengths:
    skill = _skills(len(mentors), STRENGTHS, draw)
    return Strengths(
        person=np.repeat(mentors, STRENGTHS),
        skill=skill,
        mu=draw.uniform(1.5, 5, skill.size),
        sigma=draw.uniform(0.2, 0.8, skill.size),
        corroborated=draw.random(skill.size) < 0.9,
    )


def _skills(people: int, each: int, draw: np.random.Generator) -> NDArray[np.int64]:
    """Draw different skills for each, a skill's chance falling with the root of its place."""
    chance = 1 / np.sqrt(np.arange(1, SKILLS + 1))
    return np.argsort(draw.exponential(size=(people, SKILLS)) / chance, axis=1)[:, :each].ravel()


def _weeks(people: int, draw: np.random.Generator) -> NDArray[np.bool_]:
    start = draw.choice([7 * 60, 8 * 60, 9 * 60, 10 * 60], people)
    return working_weeks(
        days=draw.random((people, 7)) < [0.95, 0.95, 0.95, 0.95, 0.8, 0.05, 0.05],
        start=start,
        end=start + 8 * 60,
        utc_offset=draw.choice([-480, -300, 0, 60, 120, 330, 480], people),
    )


def _languages(people: int, draw: np.random.Generator) -> NDArray[np.uint64]:
    own = draw.choice(6, people, p=[0.5, 0.15, 0.1, 0.1, 0.1, 0.05])
    common = draw.random(people) < 0.6
    return (1 << own | common).astype(np.uint64)


if __name__ == "__main__":
    print(run().line())
