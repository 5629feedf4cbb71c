"""Made-up companies whose people's true levels are known: how they are rated in different worlds.

A world says how levels are spread, which sources speak how often, and how they err. A company of it has one
role; its people are rated on one scale of 0 ("cannot do this yet") to `top`, in whole levels. The same seed
makes the same company.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.policy import GapPolicy

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAYS = 365
TEAM = 8
"""People a manager."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How a source speaks: pieces a cell, `most` at most; spread and offset of its readings, in levels."""

    pieces: float
    sd: float
    offset: float = 0.0
    most: int = 1


@dataclass(frozen=True, slots=True)
class World:
    """A kind of company. Spreads are standard deviations in levels.

    voices        how each source speaks
    skills, people, within
                  spread of true levels between skills, between people, and of a person in a skill
    slope         by how much more people can do where more is required: 1 as much, 0 not at all
    centre        mean of the true levels from those of the slope through the middle of the scale
    required      levels that are required, one of them of each skill
    leniency      spread of raters' severity
    careless      share of raters who answer at random
    copying       share of peers' and mentors' pieces that repeat the manager's
    drift         spread of the change of a level in a year
    years         for how long evidence has come in
    """

    voices: Mapping[Source, Voice]
    skills: float = 0.5
    people: float = 0.6
    within: float = 0.8
    slope: float = 1.0
    centre: float = -0.3
    required: tuple[int, ...] = (2, 3, 4)
    leniency: float = 0.33
    careless: float = 0.0
    copying: float = 0.0
    drift: float = 0.0
    years: float = 1.0
    top: int = 5

    def on_scale(self, top: int) -> "World":
        """The same on a scale to another top level: spreads and requirements are as large a share of it."""
        factor = top / self.top
        spreads = ("skills", "people", "within", "centre", "leniency", "drift")
        return replace(
            self,
            top=top,
            voices={
                source: replace(one, sd=one.sd * factor, offset=one.offset * factor)
                for source, one in self.voices.items()
            },
            required=tuple(1 + round((one - 1) * (top - 1) / (self.top - 1)) for one in self.required),
            **{name: getattr(self, name) * factor for name in spreads},
        )

    def denser(self, factor: float) -> "World":
        """The same with evidence of another density."""
        voices = {
            source: Voice(one.pieces * factor, one.sd, one.offset, one.most if factor <= 1 else one.most + 1)
            for source, one in self.voices.items()
        }
        return replace(self, voices=voices)


NOISE = 1.2
BIASED = {
    Source.SELF: Voice(0.7, NOISE, 0.5),
    Source.MANAGER: Voice(0.7, NOISE),
    Source.PEER: Voice(1.0, NOISE, most=2),
    Source.TEST: Voice(0.25, 0.7),
    Source.OBSERVED: Voice(0.3, 1.0),
}


@dataclass(frozen=True, slots=True)
class Company:
    """People × skills with their true levels now, what is required, and a row a piece of evidence.

    count             companies, one after the other, each with as many people
    truth, required   people × skills
    person, skill     of each piece, as positions
    source, rater     code of the source; position of the rater: people first, then those outside
    level, age        the reported level, and its age in days
    """

    world: World
    count: int
    truth: Floats
    required: Floats
    person: Ints
    skill: Ints
    source: Ints
    rater: Ints
    level: Floats
    age: Ints


def companies(world: World, *, count: int, people: int, skills: int, seed: int) -> Company:
    """Many companies of a world as one: their people, skills and raters have nothing in common."""
    made = [_company(world, people, skills, np.random.default_rng([seed, number])) for number in range(count)]
    raters = [int(one.rater.max(initial=0)) + 1 for one in made]
    first_rater = np.concatenate([[0], np.cumsum(raters)])
    truth, required = (np.stack([getattr(one, name) for one in made]) for name in ("truth", "required"))
    return Company(
        world,
        count,
        truth=truth.reshape(count * people, skills),
        required=required.reshape(count * people, skills),
        person=np.concatenate([one.person + number * people for number, one in enumerate(made)]),
        rater=np.concatenate([one.rater + first_rater[number] for number, one in enumerate(made)]),
        **{
            name: np.concatenate([getattr(one, name) for one in made])
            for name in ("skill", "source", "level", "age")
        },
    )


def _company(world: World, people: int, skills: int, rng: np.random.Generator) -> Company:
    required = np.tile(rng.choice(world.required, skills).astype(float), (people, 1))
    centre = expected(world, required)
    truth = centre + rng.normal(0, world.skills, skills) + rng.normal(0, world.people, (people, 1))
    truth = truth + rng.normal(0, world.within, (people, skills))
    person, skill, source = _pieces(world, people, skills, rng)
    age = rng.integers(0, max(1, round(world.years * DAYS)), len(person))
    rater = _raters(source, person, people, rng)
    then = truth[person, skill] + _drift(world, truth.shape, rng)[person, skill, age // QUARTER]
    level = _levels(world, then, source, rater, rng)
    level = _copied(world, level, source, person * skills + skill, rng)
    return Company(world, 1, truth, required, person, skill, source, rater, level, age)


QUARTER = 91


def expected(world: World, required: Floats) -> Floats:
    """Mean of the true levels where a level is required."""
    middle = world.top / 2
    return middle + world.slope * (required - middle) + world.centre


def _pieces(world: World, people: int, skills: int, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    found = []
    for source, voice in world.voices.items():
        number = rng.binomial(voice.most, min(1.0, voice.pieces / voice.most), people * skills)
        cell = np.repeat(np.arange(people * skills), number)
        found.append(np.stack([cell // skills, cell % skills, np.full(len(cell), int(source))]))
    person, skill, source = np.concatenate(found, axis=1)
    return person, skill, source


def _raters(source: Ints, person: Ints, people: int, rng: np.random.Generator) -> Ints:
    """Oneself, a peer of one's team, the team's manager, one of four observers; all tests have one."""
    team = person // TEAM
    first, size = team * TEAM, np.minimum(TEAM, people - team * TEAM)
    peer = first + (person - first + rng.integers(1, np.maximum(size, 2))) % np.maximum(size, 1)
    teams = -(-people // TEAM)
    outside = people + teams + rng.integers(0, 4, len(person))
    rater = np.where(source == Source.PEER, peer, person)
    rater = np.where(source == Source.MANAGER, people + team, rater)
    rater = np.where(np.isin(source, (Source.OBSERVED, Source.MENTOR)), outside, rater)
    return np.where(source == Source.TEST, people + teams + 4, rater)


def _drift(world: World, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
    """By how much a level differed, for each quarter of a year back."""
    quarters = 1 + round(world.years * DAYS) // QUARTER
    steps = rng.normal(0, world.drift * np.sqrt(QUARTER / DAYS), (*shape, quarters))
    steps[..., 0] = 0
    return np.cumsum(steps, axis=-1)


def _levels(world: World, then: Floats, source: Ints, rater: Ints, rng: np.random.Generator) -> Floats:
    offset, sd = errors(world, source)
    leniency = rng.normal(0, world.leniency, int(rater.max(initial=0)) + 1)
    is_careless = rng.random(len(leniency)) < world.careless
    lenient = np.where(source == Source.TEST, 0, leniency[rater])
    heard = then + offset + lenient + rng.normal(0, 1, len(then)) * sd
    at_random = rng.integers(0, world.top + 1, len(then))
    heard = np.where(is_careless[rater] & (source != Source.TEST), at_random, heard)
    return np.clip(np.round(heard), 0, world.top)


def _copied(world: World, level: Floats, source: Ints, cell: Ints, rng: np.random.Generator) -> Floats:
    """Peers and mentors who repeat what the manager says, where there is a manager's word."""
    of_manager = np.full(int(cell.max(initial=0)) + 1, np.nan)
    managers = source == Source.MANAGER
    of_manager[cell[managers]] = level[managers]
    copies = (rng.random(len(level)) < world.copying) & np.isin(source, (Source.PEER, Source.MENTOR))
    copies &= ~np.isnan(of_manager[cell])
    return np.where(copies, of_manager[cell], level)


def errors(world: World, source: Ints) -> tuple[Floats, Floats]:
    """Offset and spread of the readings of each piece."""
    offset, sd = np.zeros(len(source)), np.ones(len(source))
    for one, voice in world.voices.items():
        offset[source == one], sd[source == one] = voice.offset, voice.sd
    return offset, sd


def _trusted() -> World:
    """As lifow's shipped policy has it: its sources, and levels about the line that it expects."""
    policy, top = GapPolicy(), 5
    pieces = {
        Source.SELF: 0.7,
        Source.MANAGER: 0.7,
        Source.PEER: 0.4,
        Source.TEST: 0.25,
        Source.OBSERVED: 0.3,
    }
    voices = {
        source: Voice(number, policy.sources[source].sd * top, policy.sources[source].offset * top)
        for source, number in pieces.items()
    }
    return World(
        voices,
        skills=0,
        people=policy.person_sd * top,
        within=policy.skill_sd * top,
        slope=policy.expected_slope,
        centre=(policy.expected_level - 0.5) * top - policy.expected_slope / 2,
        required=(1, 2, 3, 4, 5),
        leniency=0,
    )


WORLDS: dict[str, World] = {
    "a own": _trusted(),
    "b biased": World(BIASED),
    "c middle": World(BIASED, slope=0, centre=0, required=(1, 2, 3, 4, 5)),
    "d self only": World({Source.SELF: Voice(0.9, NOISE, 0.5)}),
    "e copied": World(BIASED, copying=0.5),
    "f careless": World(BIASED, careless=0.1),
    "g ends": World(BIASED, required=(1, 5)),
    "h drifting": World(BIASED, drift=0.6, years=2.0),
}
