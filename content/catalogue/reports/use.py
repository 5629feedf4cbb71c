"""What modules are of use to somebody: those that close their gaps come first, what they have done last."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from assessments.gaps.choices import GapStatus
from assessments.gaps.reports import gaps_of
from lifow.people.persons.models import Person

NEAR = 0.5
"""Levels: who is so near to the level that a module begins with can follow it."""


class Place(IntEnum):
    """Where a module stands in the catalogue of a person, from the first to the last."""

    CLOSES = 0
    """It raises a skill in which the person has a gap, and they can follow it."""
    LATER = 1
    """It raises such a skill, from a level that they have not reached."""
    ROLE = 2
    """It is about a skill that their role needs."""
    OTHER = 3
    DONE = 4


class Raises(NamedTuple):
    """What a module does for a skill, by its id."""

    skill: int
    from_level: float
    to_level: float


class Need(NamedTuple):
    """A skill that somebody's role needs. The level is None while nobody has assessed it."""

    level: float | None
    required: float
    is_gap: bool
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks for modules: what their role needs, by id of the skill, and ids of modules they have done."""

    needs: Mapping[int, Need]
    done: Collection[int]


class Use(NamedTuple):
    """How much use a module is; sorted, the most comes first: where it stands, whether it closes nothing
    critical, the levels that it closes as a negative number, and the minutes that it takes."""

    place: Place
    not_critical: bool
    minus_levels: float
    minutes: int


def reader_of(person: Person, done: Collection[int]) -> Reader:
    """A person as a reader; two queries or three."""
    needs = {
        one.skill.pk: Need(one.level, one.required or 0, one.status == GapStatus.GAP, one.is_critical)
        for one in gaps_of(person).required
    }
    return Reader(needs, done)


def use_of(module: int, minutes: int, raises: Collection[Raises], reader: Reader) -> Use:
    """Of how much use a module is to somebody."""
    if module in reader.done:
        return Use(Place.DONE, not_critical=True, minus_levels=0, minutes=minutes)
    known = [(one, reader.needs[one.skill]) for one in raises if one.skill in reader.needs]
    closed = [(_closed(one, need), need) for one, need in known]
    now = [(levels, need) for levels, need in closed if levels > 0]
    if now:
        is_critical = any(need.is_critical for _, need in now)
        return Use(Place.CLOSES, not is_critical, -sum(levels for levels, _ in now), minutes)
    later = any(need.is_gap and one.to_level > (need.level or 0) for one, need in known)
    place = Place.LATER if later else Place.ROLE if known else Place.OTHER
    return Use(place, not_critical=True, minus_levels=0, minutes=minutes)


def _closed(one: Raises, need: Need) -> float:
    """Levels of a gap that a module closes for who can follow it by now."""
    if not need.is_gap or need.level is None or one.from_level > need.level + NEAR:
        return 0
    return max(0, min(one.to_level, need.required) - need.level)
