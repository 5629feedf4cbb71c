"""For one learner: groups of options, of which a plan takes at most one each.

Skills whose packages have no module in common are groups of their own. Skills that may share modules (a
common prerequisite, a module that raises both) are joined into one group, so that a shared module is paid
once: list dynamic programming in the manner of Nemhauser & Ullmann (1969), whose states also carry the
modules bought that skills still to come may need.
"""

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from content.compute.chains import Kitchen, Package, Stand


class Gap(NamedTuple):
    """A skill that a learner must raise from `level` to `required`; `worth` of a level, critical or not."""

    skill: int
    level: float
    required: float
    worth: float
    critical: bool

    def gain(self, level: float) -> float:
        """Weighted gap that reaching a level closes; what lies above the requirement closes nothing."""
        return self.worth * (min(level, self.required) - self.level)


class Check(NamedTuple):
    """A skill of which nobody knows enough; `value` of knowing it."""

    skill: int
    required: float
    critical: bool
    value: float


@dataclass(frozen=True, slots=True)
class Case:
    """One learner: minutes, gaps and checks by ascending skill, and the set of modules done."""

    minutes: int
    gaps: tuple[Gap, ...]
    checks: tuple[Check, ...]
    done: int


class Pick(NamedTuple):
    """One package taken for one gap."""

    gap: Gap
    package: Package


class Option(NamedTuple):
    """Minutes and gain of a choice: packages taken together, or a check."""

    minutes: int
    gain: float
    picks: tuple[Pick, ...]
    check: Check | None


Group = tuple[Option, ...]


class Choices(NamedTuple):
    """Groups of one learner; `complete` is false where a limit left options out."""

    groups: tuple[Group, ...]
    complete: bool


class _Part(NamedTuple):
    gap: Gap
    needs: int
    packages: tuple[Package, ...]


class _State(NamedTuple):
    minutes: int
    lost: float
    modules: int
    picks: tuple[Pick, ...]


def bucket(minutes: int) -> int:
    """The budget that packages are looked up by: few distinct ones, so that learners share them."""
    found = 15
    while found < minutes:
        found *= 2
    return found


def stands_of(case: Case, kitchen: Kitchen) -> tuple[Stand, ...]:
    """The stand of each gap of the learner, in the order of the gaps."""
    return tuple(kitchen.stand(gap.skill, gap.level, gap.required, case.done) for gap in case.gaps)


def choices_of(case: Case, stands: tuple[Stand, ...], kitchen: Kitchen) -> Choices:
    """All groups of a learner: joined skills, then checks."""
    needs = [kitchen.useful(stand).needs for stand in stands]
    once = twice = 0
    for modules in needs:
        twice |= once & modules
        once |= modules
    complete = True
    parts: list[_Part] = []
    for gap, stand, modules in zip(case.gaps, stands, needs, strict=True):
        if modules:
            menu = kitchen.menu(stand, twice & modules, bucket(case.minutes))
            complete &= menu.complete
            packages = tuple(package for package in menu.packages if package.minutes <= case.minutes)
            if packages:
                parts.append(_Part(gap, modules & twice, packages))
    groups: list[Group] = []
    for component in _components(parts):
        if len(component) == 1:
            groups.append(_single(component[0]))
        else:
            group, whole = _joined(component, case.minutes, kitchen)
            groups.append(group)
            complete &= whole
    minutes = kitchen.prepared.policy.check_minutes
    groups += [(Option(minutes, check.value, (), check),) for check in case.checks if minutes <= case.minutes]
    return Choices(tuple(groups), complete)


def _components(parts: list[_Part]) -> list[list[_Part]]:
    """Parts that share modules, directly or through others, together; in order of their first part."""
    found: list[tuple[int, list[_Part]]] = []
    for part in parts:
        if not part.needs:
            found.append((0, [part]))
            continue
        touching = [entry for entry in found if entry[0] & part.needs]
        if not touching:
            found.append((part.needs, [part]))
            continue
        needs, joined = part.needs, []
        for entry in touching:
            needs |= entry[0]
            joined += entry[1]
        first = found.index(touching[0])
        found = [entry for entry in found if not any(entry is other for other in touching)]
        found.insert(first, (needs, [*joined, part]))
    return [component for _, component in found]


def _single(part: _Part) -> Group:
    gap = part.gap
    return tuple(
        Option(package.minutes, gap.gain(package.level), (Pick(gap, package),), None)
        for package in part.packages
    )


def _joined(component: list[_Part], budget: int, kitchen: Kitchen) -> tuple[Group, bool]:
    limit = kitchen.prepared.policy.labels_at_most
    complete = True
    states = [_State(0, 0.0, 0, ())]
    later = [0]
    for part in reversed(component):
        later.append(later[-1] | part.needs)
    for part, needed_later in zip(component, reversed(later[:-1]), strict=True):
        states = _undominated(_extended(states, part, budget, kitchen), needed_later, kitchen)
        if len(states) > limit:
            complete = False
            states = _best_states(states, limit)
    return tuple(Option(s.minutes, -s.lost, s.picks, None) for s in states if s.picks), complete


def _extended(states: list[_State], part: _Part, budget: int, kitchen: Kitchen) -> list[_State]:
    extended = list(states)
    gains = [part.gap.gain(package.level) for package in part.packages]
    picks = [(Pick(part.gap, package),) for package in part.packages]
    for state in states:
        for package, gain, pick in zip(part.packages, gains, picks, strict=True):
            minutes = state.minutes + kitchen.minutes(package.modules & ~state.modules)
            if minutes <= budget:
                modules = state.modules | package.modules
                extended.append(_State(minutes, state.lost - gain, modules, state.picks + pick))
    return extended


def _undominated(states: list[_State], needed_later: int, kitchen: Kitchen) -> list[_State]:
    """States not matched by one as good that is no dearer even with the modules that may be needed later."""
    states.sort()
    kept: list[_State] = []
    frontiers: dict[int, tuple[list[int], list[float]]] = {}
    for state in states:
        held = state.modules & needed_later
        for other, (minutes, lost) in frontiers.items():
            place = bisect_right(minutes, state.minutes - kitchen.minutes(held & ~other))
            if place and lost[place - 1] <= state.lost:
                break
        else:
            kept.append(state)
            minutes, lost = frontiers.setdefault(held, ([], []))
            minutes.append(state.minutes)
            lost.append(state.lost)
    return kept


def _best_states(states: list[_State], limit: int) -> list[_State]:
    """The states that lie nearest the line through the most that the minutes have brought so far."""
    pace = max(-state.lost / state.minutes for state in states if state.minutes)
    ranked = sorted(states, key=lambda state: (state.lost + pace * state.minutes, state))
    return sorted([states[0], *ranked[:limit]] if states[0] not in ranked[:limit] else ranked[:limit])
