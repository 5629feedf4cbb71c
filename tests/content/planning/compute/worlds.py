"""Small worlds for the tests of plans: readable builders, random ones, an exact optimum and an auditor."""

from functools import cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from assessments.gaps.choices import GapStatus
from content.planning.compute import Catalogue, Learners, Needs, Plan, PlanPolicy, Reason, prepare
from content.planning.compute.checks import gap_found, value_of_knowing

TOUCH = 1e-6


class Module(NamedTuple):
    id: int
    minutes: int
    raises: tuple[tuple[int, float, float], ...] = ()
    requires: tuple[int, ...] = ()


class Need(NamedTuple):
    skill: int
    mu: float
    required: float
    weight: float = 1.0
    critical: bool = False
    status: GapStatus = GapStatus.GAP
    sigma: float = 0.5
    ask_error: float = 1.5


class Person(NamedTuple):
    """`unseen` are the modules done that no evidence has followed; `spent` are minutes of the week too; of
    `paused` modules (id, minutes left)."""

    minutes: int
    needs: tuple[Need, ...]
    done: tuple[int, ...] = ()
    unseen: tuple[int, ...] = ()
    spent: int = 0
    critical_first: bool = False
    paused: tuple[tuple[int, int], ...] = ()


def catalogue_of(modules) -> Catalogue:
    effects = [(m.id, *effect) for m in modules for effect in m.raises]
    requires = [(m.id, other) for m in modules for other in m.requires]
    module, skill, start, to = zip(*effects, strict=True) if effects else ((), (), (), ())
    requiring, prerequisite = zip(*requires, strict=True) if requires else ((), ())
    return Catalogue(
        module=[m.id for m in modules],
        minutes=[m.minutes for m in modules],
        effect_module=module,
        effect_skill=skill,
        effect_from=start,
        effect_to=to,
        requiring_module=requiring,
        prerequisite_module=prerequisite,
    )


def learners_of(people, modules=()) -> Learners:
    needs = [(place, need) for place, person in enumerate(people) for need in person.needs]
    done = [(place, module) for place, person in enumerate(people) for module in person.done]
    raised = [
        (place, *effect)
        for place, person in enumerate(people)
        for module in modules
        if module.id in person.unseen
        for effect in module.raises
    ]
    raised_learner, raised_skill, raised_from, raised_to = zip(*raised, strict=True) if raised else [()] * 4
    return Learners(
        minutes=[person.minutes for person in people],
        week=[person.minutes + person.spent for person in people],
        critical_first=[person.critical_first for person in people],
        need_learner=[place for place, _ in needs],
        **{
            name: np.array([getattr(need, name) for _, need in needs])
            for name in ("skill", "mu", "sigma", "ask_error", "required", "weight", "critical", "status")
        },
        done_learner=[place for place, _ in done],
        done_module=[module for _, module in done],
        raised_learner=raised_learner,
        raised_skill=raised_skill,
        raised_from=raised_from,
        raised_to=raised_to,
        begun_learner=[place for place, person in enumerate(people) for _ in person.paused],
        begun_module=[module for person in people for module, _ in person.paused],
        begun_minutes=[minutes for person in people for _, minutes in person.paused],
    )


def needs_of(people) -> Needs:
    rows = [need for person in people for need in person.needs]
    names = ("skill", "mu", "required", "critical", "status")
    return Needs(**{name: np.array([getattr(need, name) for need in rows]) for name in names})


def open_gaps(modules, person: Person, policy: PlanPolicy) -> tuple[list[Need], dict[int, float]]:
    """The gaps that a plan may close, each from where its next step starts, and what it is worth to have a
    level seen for which nothing is left to be learned."""
    needs, proofs = [], {}
    for need in person.needs:
        if need.status != GapStatus.GAP or need.required <= need.mu:
            continue
        levels: tuple[float, ...] = (need.mu,)
        for _ in modules:
            for module in modules:
                if module.id in person.unseen:
                    levels = followed(module, [need], levels, policy)
        left = [module for module in modules if module.id not in person.done]
        leads_on = any(followed(module, [need], levels, policy) > levels for module in left)
        may_ask = np.isfinite(need.ask_error)
        if may_ask and levels[0] > need.mu and (levels[0] >= need.required or not leads_on):
            proofs[need.skill] = closing(need, levels[0], policy)
        else:
            needs.append(need._replace(mu=levels[0]))
    return needs, proofs


def check_values(modules, person: Person, policy: PlanPolicy) -> dict[int, float]:
    """Value of the check of each skill that a plan may ask about."""
    prepared = prepare(catalogue_of(modules), policy)
    _, values = open_gaps(modules, person, policy)
    for need in person.needs:
        if need.status == GapStatus.ASSESS_FIRST:
            numbers = (need.mu, need.sigma, need.required, need.ask_error)
            one = (np.array([number]) for number in numbers)
            gap = float(gap_found(*one, policy.unknown_gap)[0])
            worth = need.weight * (policy.critical_factor if need.critical else 1.0)
            pace = prepared.minutes_a_level.get(need.skill, prepared.typical_minutes)
            values[need.skill] = value_of_knowing(worth, gap, policy.check_minutes, pace)
    return values


def closing(need: Need, level: float, policy: PlanPolicy) -> float:
    worth = need.weight * (policy.critical_factor if need.critical else 1.0)
    return worth * max(0.0, min(level, need.required) - need.mu)


def optimum(modules, person: Person, policy: PlanPolicy) -> float:
    """The best of all sequences of modules and all sets of checks, by trying every one."""
    needs, _ = open_gaps(modules, person, policy)
    known = {module.id: module for module in modules}
    values = check_values(modules, person, policy).values()
    checks = [
        (policy.check_minutes * count, sum(chosen))
        for count in range(policy.checks_at_most + 1)
        for chosen in combinations(values, count)
    ]

    @cache
    def best(finished: frozenset[int], levels: tuple[float, ...], minutes: int) -> float:
        now = sum(closing(need, level, policy) for need, level in zip(needs, levels, strict=True))
        most = now + max(value for needed, value in checks if needed <= minutes)
        for module in known.values():
            fits = module.minutes <= minutes and set(module.requires) <= finished
            if fits and module.id not in finished:
                after = followed(module, needs, levels, policy)
                most = max(most, best(finished | {module.id}, after, minutes - module.minutes))
        return most

    return best(frozenset(person.done), tuple(need.mu for need in needs), person.minutes)


def followed(module: Module, needs, levels, policy: PlanPolicy) -> tuple[float, ...]:
    after = list(levels)
    for skill, start, to in module.raises:
        for place, need in enumerate(needs):
            if need.skill == skill and levels[place] >= start - policy.level_tolerance - TOUCH:
                after[place] = max(after[place], to)
    return tuple(after)


def audit(plan: Plan, modules, person: Person, policy: PlanPolicy) -> None:
    """Follow the plan as the learner would; fail at the first item that breaks a promise."""
    known = {module.id: module for module in modules}
    needs, proofs = open_gaps(modules, person, policy)
    values = check_values(modules, person, policy)
    finished, levels = set(person.done), tuple(need.mu for need in needs)
    asked = []
    for place, item in enumerate(plan.items):
        if item.reason == Reason.ASSESS:
            assert (item.module, item.minutes) == (None, policy.check_minutes)
            assert abs(item.gain - values[item.skill]) < TOUCH
            assert item.unproven == (item.skill in proofs)
            asked.append(item.skill)
            continue
        module = known[item.module]
        if item.module_minutes is not None:
            audit_spread(item, module)
            if item.minutes < item.module_minutes:
                assert item is plan.items[-1], "what goes on next week is last"
                continue
        assert item.module_minutes is not None or item.minutes == module.minutes
        assert item.module not in finished, "done already"
        assert set(module.requires) <= finished, "prerequisites first"
        after = followed(module, needs, levels, policy)
        audit_gain(item, needs, levels, after, policy)
        audit_known(item, person)
        later = {following.module for following in plan.items[place + 1 :]} - {None}
        is_for_later = item.module_minutes is not None and item.prepares_for in known.keys() - finished
        assert (item.prepares_for in later or is_for_later) == (item.gain == 0)
        finished.add(item.module)
        levels = after
    assert len(asked) == len(set(asked)) <= policy.checks_at_most
    assert plan.minutes == sum(item.minutes for item in plan.items) <= plan.budget == person.minutes
    total = sum(closing(need, level, policy) for need, level in zip(needs, levels, strict=True))
    assert abs(plan.gain - total) < TOUCH
    assert abs(plan.knowing - sum(values[skill] for skill in asked)) < TOUCH
    assert 0 <= plan.certificate <= 1
    assert plan.gain + plan.knowing <= plan.upper_bound + TOUCH


def audit_spread(item, module: Module) -> None:
    """A part of a step that no week holds: of a module that is too long for a week, or a whole one."""
    assert item.module_minutes == item.minutes_left == module.minutes
    assert item.minutes == module.minutes or item.gain == 0


def audit_known(item, person: Person) -> None:
    known = {need.skill: need.mu for need in person.needs}
    assert all(one.known == known[one.skill] <= one.before for one in item.raises)
    assert item.known == (None if item.reason == Reason.PREPARES else known[item.skill])


def audit_gain(item, needs, levels, after, policy: PlanPolicy) -> None:
    gained = [
        closing(need, new, policy) - closing(need, old, policy)
        for need, old, new in zip(needs, levels, after, strict=True)
    ]
    assert abs(sum(gained) - item.gain) < TOUCH
    assert abs(sum(one.gain for one in item.raises) - item.gain) < TOUCH
    if item.reason == Reason.PREPARES:
        assert item.gain == 0
        return
    assert item.gain > 0, "every item closes or prepares"
    place = [need.skill for need in needs].index(item.skill)
    assert (item.before, item.after, item.required) == (levels[place], after[place], needs[place].required)
    assert (item.after >= item.required) == (item.reason == Reason.CLOSES)


LEVELS = st.integers(0, 4).map(float)
MINUTES = st.integers(1, 9)
# Made once: a strategy that is made while drawing is checked by Hypothesis each time.
KNOWN = st.sampled_from([0.0, 0.4, 1.0, 1.5, 1.7, 2.2, 3.0])
WEIGHTS = st.sampled_from([0.5, 1.0, 2.0])
STATUSES = st.sampled_from([GapStatus.GAP, GapStatus.GAP, GapStatus.GAP, *GapStatus])


@st.composite
def module_lists(draw, most=6, skills=3, raises_at_most=2, across_skills=True):
    """Modules 1 to n; a module requires earlier ones only, so nothing runs in a circle."""
    modules = []
    for index in range(draw(st.integers(0, most))):
        effects = []
        for skill in draw(st.lists(st.integers(1, skills), max_size=raises_at_most, unique=True)):
            start = draw(st.integers(0, 3))
            effects.append((skill, float(start), float(draw(st.integers(start + 1, 4)))))
        earlier = [
            m.id for m in modules if across_skills or {e[0] for e in m.raises} == {e[0] for e in effects}
        ]
        requires = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        modules.append(Module(index + 1, draw(MINUTES), tuple(effects), tuple(requires)))
    return modules


@st.composite
def persons(draw, modules=6, skills=3):
    needs = []
    for skill in draw(st.lists(st.integers(1, skills), min_size=1, max_size=skills, unique=True)):
        mu = draw(KNOWN)
        needs.append(
            Need(
                skill,
                mu,
                draw(LEVELS),
                draw(WEIGHTS),
                draw(st.booleans()),
                draw(STATUSES),
            )
        )
    done = draw(st.lists(st.integers(1, modules), max_size=3, unique=True))
    unseen = [module for module in done if draw(st.booleans())]
    spent = draw(st.integers(0, 10))
    return Person(draw(st.integers(0, 30)), tuple(needs), tuple(done), tuple(unseen), spent)
