"""Small companies told in a line a person, and large ones drawn from a seed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute import (
    HOURS_A_WEEK,
    Barriers,
    EarlierRounds,
    Mentees,
    Mentors,
    Needs,
    Strengths,
    ToAssess,
    reporting_line,
    working_weeks,
)

ENGLISH, GERMAN, HINDI = 1, 2, 4
REFUNDS, SQL, EMPATHY, CALM = 71, 72, 73, 74
OFFICE = frozenset(range(9, 17))  # Monday, 9 to 17 UTC

Company = tuple[Mentees, Mentors, Barriers]
Couples = Iterable[tuple[int, int]]


@dataclass(frozen=True)
class Learner:
    """A mentee; `needs` maps a skill to (required level, weighted gap), `to_assess` to a required level."""

    id: int
    needs: Mapping[int, tuple[float, float]]
    hours: frozenset[int] = OFFICE
    languages: int = ENGLISH
    wanted: int = 1
    waited: float = 0
    to_assess: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Guide:
    """A mentor; `strengths` maps a skill to a level known for sure, or to (mu, sigma)."""

    id: int
    strengths: Mapping[int, float | tuple[float, float]]
    hours: frozenset[int] = OFFICE
    languages: int = ENGLISH
    seats: int = 1
    load: int = 0
    eligible: bool = True
    only_claimed: frozenset[int] = field(default_factory=frozenset)


def company(
    learners: Iterable[Learner],
    guides: Iterable[Guide],
    *,
    line: Couples = (),
    excluded: Couples = (),
    paired: Couples = (),
) -> Company:
    """Return these people as the matcher's arrays."""
    barriers = Barriers(line=couples(line), excluded=couples(excluded), paired=couples(paired))
    return mentees_of(list(learners)), mentors_of(list(guides)), barriers


def earlier(learners: Iterable[Learner], proposed: Couples = (), requested: Couples = ()) -> EarlierRounds:
    """Return how long these have waited, and the proposals and requests that are open."""
    told = list(learners)
    return EarlierRounds(
        person=whole(one.id for one in told),
        waited=real(one.waited for one in told),
        proposed=couples(proposed),
        requested=couples(requested),
    )


def mentees_of(learners: list[Learner]) -> Mentees:
    rows = [(p.id, skill, *need) for p in learners for skill, need in p.needs.items()]
    unknown = [(p.id, skill, required) for p in learners for skill, required in p.to_assess.items()]
    return Mentees(
        ids=whole(p.id for p in learners),
        hours=weeks(p.hours for p in learners),
        languages=bits(p.languages for p in learners),
        wanted=whole(p.wanted for p in learners),
        needs=Needs(
            person=whole(row[0] for row in rows),
            skill=whole(row[1] for row in rows),
            required=real(row[2] for row in rows),
            weighted_gap=real(row[3] for row in rows),
        ),
        to_assess=ToAssess(
            person=whole(row[0] for row in unknown),
            skill=whole(row[1] for row in unknown),
            required=real(row[2] for row in unknown),
        ),
    )


def mentors_of(guides: list[Guide]) -> Mentors:
    rows = [
        (p.id, skill, *(level if isinstance(level, tuple) else (level, 0.0)), skill not in p.only_claimed)
        for p in guides
        for skill, level in p.strengths.items()
    ]
    return Mentors(
        ids=whole(p.id for p in guides),
        hours=weeks(p.hours for p in guides),
        languages=bits(p.languages for p in guides),
        seats=whole(p.seats for p in guides),
        load=whole(p.load for p in guides),
        eligible=np.array([p.eligible for p in guides], dtype=np.bool_),
        strengths=Strengths(
            person=whole(row[0] for row in rows),
            skill=whole(row[1] for row in rows),
            mu=real(row[2] for row in rows),
            sigma=real(row[3] for row in rows),
            corroborated=np.array([row[4] for row in rows], dtype=np.bool_),
        ),
    )


def whole(values: Iterable[int]) -> NDArray[np.int64]:
    return np.array(list(values), dtype=np.int64)


def real(values: Iterable[float]) -> NDArray[np.float64]:
    return np.array(list(values), dtype=np.float64)


def bits(values: Iterable[int]) -> NDArray[np.uint64]:
    return np.array(list(values), dtype=np.uint64)


def couples(rows: Couples) -> NDArray[np.int64]:
    return np.array(list(rows), dtype=np.int64).reshape(-1, 2)


def weeks(of: Iterable[frozenset[int]]) -> NDArray[np.bool_]:
    rows = [[hour in worked for hour in range(HOURS_A_WEEK)] for worked in of]
    return np.array(rows, dtype=np.bool_).reshape(-1, HOURS_A_WEEK)


def drawn_company(mentees: int, mentors: int, seed: int) -> Company:
    """Return a company of this size with a reporting tree, skewed skills, time zones and languages."""
    draw, people = np.random.default_rng(seed), np.arange(1, mentees + 1)
    guides = draw.choice(people, mentors, replace=False)
    manager_of = {int(person): int(person - 2) // 8 + 1 for person in people[1:]}
    needs, strengths = _drawn_skills(mentees, 6, draw), _drawn_skills(mentors, 8, draw)
    return (
        Mentees(
            ids=people,
            hours=_drawn_weeks(mentees, draw),
            languages=draw.integers(1, 8, mentees).astype(np.uint64),
            wanted=draw.integers(0, 3, mentees),
            needs=Needs(
                person=np.repeat(people, 6),
                skill=needs,
                required=draw.integers(1, 6, needs.size).astype(np.float64),
                weighted_gap=np.round(draw.gamma(2, 0.6, needs.size), 1),
            ),
        ),
        Mentors(
            ids=guides,
            hours=_drawn_weeks(mentors, draw),
            languages=draw.integers(1, 8, mentors).astype(np.uint64),
            seats=draw.integers(0, 6, mentors),
            load=draw.integers(0, 3, mentors),
            eligible=draw.random(mentors) < 0.9,
            strengths=Strengths(
                person=np.repeat(guides, 8),
                skill=strengths,
                mu=draw.uniform(1, 5, strengths.size),
                sigma=draw.uniform(0.2, 0.9, strengths.size),
                corroborated=draw.random(strengths.size) < 0.9,
            ),
        ),
        Barriers(
            line=reporting_line(manager_of),
            excluded=_drawn_couples(people, guides, draw),
            paired=_drawn_couples(people, guides, draw),
        ),
    )


def _drawn_skills(people: int, each: int, draw: np.random.Generator) -> NDArray[np.int64]:
    return np.argsort(draw.random((people, 40)) * np.arange(1, 41), axis=1)[:, :each].ravel()


def _drawn_couples(
    people: NDArray[np.int64], guides: NDArray[np.int64], draw: np.random.Generator
) -> NDArray[np.int64]:
    return np.stack([draw.choice(people, len(people)), draw.choice(guides, len(people))], axis=1)


def _drawn_weeks(count: int, draw: np.random.Generator) -> NDArray[np.bool_]:
    start = draw.choice([420, 480, 540, 600], count)
    return working_weeks(
        days=draw.random((count, 7)) < [0.9, 0.9, 0.9, 0.9, 0.7, 0.1, 0.05],
        start=start,
        end=start + 480,
        utc_offset=draw.choice([-480, -300, 0, 60, 330, 480], count),
    )
