"""Companies in which mentors are scarce, each in its own way; drawn from a seed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute import (
    Barriers,
    Mentees,
    Mentors,
    Needs,
    Strengths,
    ToAssess,
    reporting_line,
    working_weeks,
)

MOST_LEVELS = 9.0  # from end to end of a scale of ten
Company = tuple[Mentees, Mentors, Barriers]


@dataclass(frozen=True, slots=True)
class World:
    """A shape of company.

    `seats` are the numbers of seats that mentors offer, drawn evenly. Each learner has up to `gaps` gaps,
    each mentor is strong in `strengths` skills. `uneven` is how much the gaps of learners differ. `barred` is
    the share of pairs that are excluded, `apart` how many languages and time zones there are, `unknown` the
    share of needs that are critical and need assessment.
    """

    learners: int = 241
    mentors: int = 60
    skills: int = 24
    seats: tuple[int, ...] = (1, 2)
    gaps: int = 6
    strengths: int = 8
    uneven: float = 0.5
    barred: float = 0.0
    apart: int = 1
    unknown: float = 0.1


WORLDS = {
    "as usual": World(),
    "scarce seats": World(mentors=36, seats=(0, 1, 1, 2)),
    "few skills": World(mentors=80, strengths=2, seats=(1, 2, 3)),
    "one skill": World(mentors=70, skills=16, strengths=1, gaps=3, seats=(1, 3)),
    "hard rules": World(mentors=70, barred=0.5, apart=4),
    "uneven gaps": World(uneven=1.6, mentors=40),
    "more seats than learners": World(mentors=90, seats=(2, 3, 4), strengths=4),
    "large": World(learners=1500, mentors=200, seats=(1, 2, 3), skills=60, strengths=6),
}


def company(world: World, seed: int) -> Company:
    """Draw a company of this shape."""
    draw = np.random.default_rng([seed, *map(ord, repr(world))])
    people = np.arange(1, world.learners + 1)
    mentors = 100_000 + np.arange(world.mentors)
    staff = [*people.tolist(), *mentors.tolist()]
    managers = {one: int(draw.choice(staff)) for one in people.tolist() if draw.random() < 0.3}
    barred = draw.random((world.learners, world.mentors)) < world.barred
    excluded = np.argwhere(barred) * [1, 1] + [1, 100_000]
    none = np.zeros((0, 2), dtype=np.int64)
    return (
        _mentees(world, people, draw),
        _mentors(world, mentors, draw),
        Barriers(line=reporting_line(managers), excluded=excluded.astype(np.int64), paired=none),
    )


def _mentees(world: World, people: NDArray[np.int64], draw: np.random.Generator) -> Mentees:
    fame = _fame(world)
    rows = [
        (person, skill)
        for person in people
        for skill in draw.choice(world.skills, draw.integers(1, world.gaps + 1), replace=False, p=fame)
    ]
    table = np.array(rows, dtype=np.int64)
    size = np.repeat(np.exp(world.uneven * draw.normal(size=len(people))), np.bincount(table[:, 0])[1:])
    gap = np.clip(np.round(draw.gamma(2, 0.6, len(table)) * size, 1), 0.1, MOST_LEVELS)
    is_unknown = draw.random(len(table)) < world.unknown
    required = draw.integers(2, 5, len(table)).astype(np.float64)
    known, unknown = table[~is_unknown], table[is_unknown]
    return Mentees(
        ids=people,
        hours=_weeks(world, len(people), draw),
        languages=_languages(world, len(people), draw),
        wanted=np.ones(len(people), dtype=np.int64),
        needs=Needs(
            person=known[:, 0],
            skill=known[:, 1],
            required=required[~is_unknown],
            weighted_gap=np.round(gap * draw.choice([1, 1, 2, 4], len(table)), 1)[~is_unknown],
        ),
        to_assess=ToAssess(person=unknown[:, 0], skill=unknown[:, 1], required=required[is_unknown]),
    )


def _mentors(world: World, mentors: NDArray[np.int64], draw: np.random.Generator) -> Mentors:
    skill = np.array([draw.choice(world.skills, world.strengths, replace=False) for _ in mentors]).ravel()
    return Mentors(
        ids=mentors,
        hours=_weeks(world, len(mentors), draw),
        languages=_languages(world, len(mentors), draw),
        seats=draw.choice(world.seats, len(mentors)),
        load=np.zeros(len(mentors), dtype=np.int64),
        eligible=draw.random(len(mentors)) < 0.95,
        strengths=Strengths(
            person=np.repeat(mentors, world.strengths),
            skill=skill,
            mu=draw.uniform(2.5, 5, skill.size),
            sigma=draw.uniform(0.2, 0.8, skill.size),
            corroborated=draw.random(skill.size) < 0.9,
        ),
    )


def _fame(world: World) -> NDArray[np.float64]:
    """Some skills are needed by many."""
    chance: NDArray[np.float64] = 1 / np.sqrt(np.arange(1, world.skills + 1))
    return np.asarray(chance / chance.sum())


def _weeks(world: World, people: int, draw: np.random.Generator) -> NDArray[np.bool_]:
    start = draw.choice([8 * 60, 9 * 60], people)
    zones = np.array([0, 480, -420, 330])[: world.apart]
    return working_weeks(
        days=np.tile(np.arange(7) < 5, (people, 1)),
        start=start,
        end=start + 8 * 60,
        utc_offset=draw.choice(zones, people),
    )


def _languages(world: World, people: int, draw: np.random.Generator) -> NDArray[np.uint64]:
    own = draw.choice(world.apart, people)
    second = draw.choice(world.apart, people)
    return (np.left_shift(1, own) | np.left_shift(1, second)).astype(np.uint64)
