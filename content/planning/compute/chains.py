"""For one skill: the sets of modules worth choosing from.

A *package* is a chain of modules on one skill, each followed at a level that the one before it gave, with
all that they require and that is not done yet. A plan is at most one package a skill, so that planning
becomes a multiple-choice knapsack (Sinha & Zoltners, 1979) whose choices are made here.

Packages are found by label setting in order of minutes (Dijkstra, 1959; labels that carry sets as in
resource constrained shortest paths, Irnich & Desaulniers, 2005). A label is dropped when another, at a
level as high, stays no dearer even after buying every module of the first that could be of use to
anything else: then no best plan needs the first.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from content.planning.compute.catalogue import Effect, Prepared, members, prepare, still_needed
from content.planning.compute.columns import Catalogue
from content.planning.compute.policy import PlanPolicy

MOST_CLASSES = 100_000
"""Kept in one cache: some 150 MB. Past them a new cache begins."""


@dataclass(frozen=True, slots=True, eq=False)
class SkillState:
    """State of a learner in a skill, as far as the catalogue can tell: one object for all who share it.

    level and required are moved to the nearest level that any module of the skill starts from or leads to
    (down and up), which changes no comparison with them; `done` keeps only modules that the skill may use.
    A cache has one of each, so that none is told from another by comparing sets of thousands of bits.
    """

    skill: int
    level: float
    required: float
    done: int


class Package(NamedTuple):
    """`minutes` of new `modules` (a set) that bring the skill to `level`, raised by `chain` in this order."""

    minutes: int
    level: float
    modules: int
    chain: tuple[int, ...]


class PackageClass(NamedTuple):
    """Multiple-choice class of one skill: its packages by minutes, of which a plan takes at most one.

    `complete` is false where a limit cut the search short.
    """

    packages: tuple[Package, ...]
    complete: bool


class Step(NamedTuple):
    """An effect, and its module with all that it still requires (a set)."""

    effect: Effect
    needs: int


class Useful(NamedTuple):
    """Steps within reach of a state, ascending by start, all modules that they need, and those that
    several of them need."""

    steps: tuple[Step, ...]
    needs: int
    common: int


class Shortest(NamedTuple):
    """The step of fewest minutes from a state, and its modules by position, those required first."""

    minutes: int
    modules: tuple[int, ...]


class _Label(NamedTuple):
    minutes: int
    lowered: float
    chain: tuple[int, ...]
    modules: int
    level: float
    spent: int


@dataclass(frozen=True, slots=True)
class LabelSettingCache:
    """Cache of label setting: packages are found on demand, once for all learners in the same state."""

    prepared: Prepared
    _thresholds: dict[int, tuple[list[float], int]] = field(default_factory=dict)
    _states: dict[tuple[int, int, int, int], SkillState] = field(default_factory=dict)
    _useful: dict[SkillState, Useful] = field(default_factory=dict)
    _shortest: dict[SkillState, Shortest | None] = field(default_factory=dict)
    _classes: dict[tuple[SkillState, int, int], PackageClass] = field(default_factory=dict)
    _minutes: dict[int, int] = field(default_factory=lambda: {0: 0})

    def size(self) -> int:
        """How many searches it remembers."""
        return len(self._classes)

    def minutes(self, modules: int) -> int:
        """Minutes of a set of modules."""
        known = self._minutes.get(modules)
        if known is None:
            known = self._minutes[modules] = sum(self.prepared.minutes[module] for module in members(modules))
        return known

    def state(self, skill: int, level: float, required: float, done: int) -> SkillState:
        """The state of a learner at `level` who needs `required` and has `done` a set of modules."""
        known = self._thresholds.get(skill)
        if known is None:
            known = self._thresholds[skill] = self._skill_thresholds(skill)
        thresholds, reach = known
        below, above = bisect_right(thresholds, level), bisect_left(thresholds, required)
        key = (skill, below, above, done & reach)
        state = self._states.get(key)
        if state is None:
            start = thresholds[below - 1] if below else -inf
            end = thresholds[above] if above < len(thresholds) else inf
            state = self._states[key] = SkillState(skill, start, end, done & reach)
        return state

    def useful(self, state: SkillState) -> Useful:
        """What can matter to a state, whatever the minutes; without steps there is no content for it."""
        found = self._useful.get(state)
        if found is None:
            found = self._useful[state] = self._find_useful(state)
        return found

    def shortest(self, state: SkillState) -> Shortest | None:
        """The step of fewest minutes that the state can follow; None where there is none."""
        if state not in self._shortest:
            steps = [needs for effect, needs in self.useful(state).steps if effect.start <= state.level]
            fewest = min(steps, key=lambda needs: (self.minutes(needs), needs), default=None)
            self._shortest[state] = None if fewest is None else self._in_order(fewest)
        return self._shortest[state]

    def _in_order(self, modules: int) -> Shortest:
        ranked = sorted(members(modules), key=lambda position: self.prepared.rank[position])
        return Shortest(self.minutes(modules), tuple(ranked))

    def is_used_up(self, state: SkillState) -> bool:
        """Whether there was material that the state can follow, and all of it is done."""
        effects = self.prepared.by_skill.get(state.skill, ())
        fitting = (effect for effect in effects if effect.start <= state.level < effect.to)
        return not self.useful(state).steps and any(state.done >> effect.module & 1 for effect in fitting)

    def packages_of(self, state: SkillState, shared: int, budget: int) -> PackageClass:
        """Packages of at most `budget` minutes.

        `shared` is a set of modules that other skills of the learner may need too: a package that saves
        minutes only together with another skill is kept for their sake.
        """
        useful = self.useful(state)
        key = (state, shared & useful.needs, budget)
        found = self._classes.get(key)
        if found is None:
            found = self._classes[key] = self._search(state, useful, key[1], budget)
        return found

    def _skill_thresholds(self, skill: int) -> tuple[list[float], int]:
        levels: set[float] = set()
        reach = 0
        for effect in self.prepared.by_skill.get(skill, ()):
            levels |= {effect.start, effect.to}
            reach |= self.prepared.closure[effect.module]
        return sorted(levels), reach

    def _find_useful(self, state: SkillState) -> Useful:
        steps: list[Step] = []
        highest = state.level
        needs = common = 0
        for effect in self.prepared.by_skill.get(state.skill, ()):
            if effect.start > highest or effect.start >= state.required or effect.to <= state.level:
                continue
            new = still_needed(self.prepared, effect.module, state.done)
            if new and not new & self.prepared.unavailable:
                steps.append(Step(effect, new))
                highest = max(highest, effect.to)
                common |= needs & new
                needs |= new
        return Useful(tuple(steps), needs, common)

    def _search(self, state: SkillState, useful: Useful, shared: int, budget: int) -> PackageClass:
        keep = useful.common | shared
        heap = [_Label(0, -state.level, (), 0, state.level, 0)]
        kept: list[_Label] = []
        while heap:
            label = heappop(heap)
            if self._is_dominated(label, ~label.spent, kept, keep):
                continue
            if len(kept) >= self.prepared.policy.labels_at_most:
                return PackageClass(self._packages(kept, shared), complete=False)
            kept.append(label)
            if label.level >= state.required:
                continue
            for effect, needs in useful.steps:
                if effect.start <= label.level < effect.to and not label.modules >> effect.module & 1:
                    longer = self._extended(label, effect, needs, useful, state)
                    if longer.minutes <= budget:
                        heappush(heap, longer)
        return PackageClass(self._packages(kept, shared), complete=True)

    def _extended(
        self, label: _Label, effect: Effect, needs: int, useful: Useful, state: SkillState
    ) -> _Label:
        added = needs & ~label.modules
        modules = label.modules | added
        level = min(effect.to, state.required)
        spent = 0
        if level < state.required:
            for other, _ in useful.steps:
                if other.to > level and modules >> other.module & 1:
                    spent |= 1 << other.module
        minutes = label.minutes + self.minutes(added)
        return _Label(minutes, -level, (*label.chain, effect.module), modules, level, spent)

    def _is_dominated(self, label: _Label, unspent: int, kept: list[_Label], keep: int) -> bool:
        minutes, _, _, modules, level, _ = label
        useful_elsewhere = modules & keep
        # A plain loop over tuples: this is asked more often than anything else, for most labels in vain.
        for rival_minutes, _, _, rival_modules, rival_level, rival_spent in kept:
            if rival_level >= level and not rival_spent & unspent:
                missing = useful_elsewhere & ~rival_modules
                if rival_minutes + (self.minutes(missing) if missing else 0) <= minutes:
                    return True
        return False

    def _packages(self, kept: list[_Label], shared: int) -> tuple[Package, ...]:
        final: list[_Label] = []
        for label in kept:
            # What is spent matters to no label that is not made longer any more.
            if not self._is_dominated(label, 0, final, shared):
                final.append(label)
        return tuple(Package(label.minutes, label.level, label.modules, label.chain) for label in final[1:])


class CatalogueCache:
    """The label-setting cache of one catalogue after the other, for calls that come one after the other."""

    def __init__(self, policy: PlanPolicy) -> None:
        self._policy = policy
        self._latest: tuple[Catalogue, LabelSettingCache] | None = None

    def of(self, catalogue: Catalogue) -> LabelSettingCache:
        """The cache of the call before where that had the same catalogue, unless it is full; else a new one.

        Raises PlanInputError as `prepare` does.
        """
        latest = self._latest
        if latest and latest[0].equals(catalogue):
            cache = latest[1]
            if cache.size() < MOST_CLASSES:
                return cache
            cache = LabelSettingCache(cache.prepared)
        else:
            cache = LabelSettingCache(prepare(catalogue, self._policy))
        self._latest = catalogue, cache
        return cache
