"""One learner's question, and what an answer is made of."""

from dataclasses import dataclass
from typing import NamedTuple

from content.planning.compute.chains import Package


class Gap(NamedTuple):
    """A skill that a learner must raise from `level` to `required`; `worth` of a level, critical or not.

    `level` is where the next step may start: the level `known`, or what modules done since lead to.
    """

    skill: int
    level: float
    required: float
    worth: float
    critical: bool
    known: float

    def gain(self, level: float) -> float:
        """Weighted gap that reaching a level closes; what lies above the requirement closes nothing."""
        # This is asked millions of times: a comparison costs half of a call of min().
        return self.worth * ((level if level < self.required else self.required) - self.level)


class Check(NamedTuple):
    """A skill of which nobody knows enough, the `value` of knowing it, and the `worth` of a level.

    `unproven` where a gap is known and modules were done since, but no evidence has followed them; `test`
    where a test is what asks.
    """

    skill: int
    required: float
    critical: bool
    value: float
    unproven: bool
    worth: float
    test: bool = False


class Unknown(NamedTuple):
    """A skill that needs assessment. `is_waiting` where asking the learner would tell nothing: they have
    spoken lately, so that it is somebody else's turn."""

    skill: int
    critical: bool
    is_waiting: bool


class Begun(NamedTuple):
    """A module that was paused, by position, and the minutes that are left of it."""

    module: int
    minutes: int


class Due(NamedTuple):
    """A module that has to be done, by position, the minutes that are left of it, and the whole weeks after
    this one that end by the day on which it is due."""

    module: int
    minutes: int
    weeks: int


@dataclass(frozen=True, slots=True)
class Case:
    """One learner: minutes left of the week, minutes of a whole one, gaps by ascending skill, checks worth
    proposing, the set of modules done, and whether critical skills come before all others.

    `unknown` are the skills that need assessment, by ascending skill, asked about or not. `begun` are the
    modules that were paused and raise a gap. `dues` are the modules that have to be done, the soonest due
    first.
    """

    minutes: int
    week: int
    gaps: tuple[Gap, ...]
    checks: tuple[Check, ...]
    done: int
    critical_first: bool
    unknown: tuple[Unknown, ...] = ()
    begun: tuple[Begun, ...] = ()
    dues: tuple[Due, ...] = ()


class Pick(NamedTuple):
    """One package taken for one gap."""

    gap: Gap
    package: Package


class Option(NamedTuple):
    """Option of a skill: minutes and gain of one pick or check taken alone, the modules (a set) it buys."""

    minutes: int
    gain: float
    modules: int
    what: Pick | Check

    @property
    def taken(self) -> tuple[Pick | Check, ...]:
        """What a plan has that takes it, as of a `Choice`."""
        return (self.what,)


class Part(NamedTuple):
    """Multiple-choice class of one skill of a learner: its options, of which a plan takes at most one.

    `shared` are the modules (a set) that options of it and of other skills may both need.
    """

    shared: int
    options: tuple[Option, ...]


class Choice(NamedTuple):
    """Minutes and gain of the options of one or several skills taken together."""

    minutes: int
    gain: float
    taken: tuple[Pick | Check, ...]
