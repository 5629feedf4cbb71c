"""What all plans share: the catalogue checked once, its prerequisites closed, its effects by skill.

Modules get positions by ascending id, so that nothing depends on the order of rows; a set of modules is
one Python integer with bit i for position i.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

import numpy as np

from content.planning.compute.columns import Catalogue
from content.planning.compute.errors import PlanInputError
from content.planning.compute.policy import PlanPolicy
from lifow.base.hierarchy import CircleError, needed_first, ring


class Effect(NamedTuple):
    """A module raises a learner who is at `start` or above (tolerance included) to `to`."""

    module: int
    skill: int
    start: float
    to: float


@dataclass(frozen=True, slots=True)
class Prepared:
    """A catalogue ready for planning; made by `prepare`, read by everything else here.

    ids              module id by position
    position         position by module id
    minutes          minutes by position, 0 where `unavailable`
    prerequisites    direct prerequisites by position, ascending
    closure          by position: the module and all that it requires, as a set
    rank             by position: a topological rank; what a module requires has a lower one
    by_skill         effects by skill, ascending by (start, to, module)
    by_module        effects by position, ascending by skill
    unavailable      modules that others require but the catalogue does not hold, as a set
    minutes_a_level  typical minutes of material for one level, by skill
    typical_minutes  the same over all skills, 0 for an empty catalogue
    """

    policy: PlanPolicy
    ids: tuple[int, ...]
    position: dict[int, int]
    minutes: tuple[int, ...]
    prerequisites: tuple[tuple[int, ...], ...]
    closure: tuple[int, ...]
    rank: tuple[int, ...]
    by_skill: dict[int, tuple[Effect, ...]]
    by_module: tuple[tuple[Effect, ...], ...]
    unavailable: int
    minutes_a_level: dict[int, float]
    typical_minutes: float


def members(modules: int) -> Iterator[int]:
    """Positions in a set of modules, ascending."""
    while modules:
        lowest = modules & -modules
        yield lowest.bit_length() - 1
        modules ^= lowest


def still_needed(prepared: Prepared, module: int, done: int) -> int:
    """The module and what it requires as far as it is not done, as a set.

    What a done module requires is not asked for on its account, even where it was never done.
    """
    if not prepared.closure[module] & done:
        return prepared.closure[module]
    needed, pending = 0, [module]
    while pending:
        index = pending.pop()
        if not (needed | done) >> index & 1:
            needed |= 1 << index
            pending += prepared.prerequisites[index]
    return needed


def prepare(catalogue: Catalogue, policy: PlanPolicy | None = None) -> Prepared:
    """Check a catalogue and work out what every plan from it needs.

    Raises PlanInputError for a module there twice or without minutes, an effect of an unknown module, an
    effect that raises nothing, a skill raised twice by one module, and prerequisites that run in a circle.
    """
    policy = policy or PlanPolicy()
    _check_modules(catalogue)
    _check_effects(catalogue)
    known = {int(i): int(m) for i, m in zip(catalogue.module, catalogue.minutes, strict=True)}
    ids = tuple(sorted(known.keys() | set(catalogue.prerequisite_module.tolist())))
    position = {module: index for index, module in enumerate(ids)}
    prerequisites = _direct_prerequisites(catalogue, position, known)
    order = _prerequisites_first(ids, prerequisites)
    closure = [0] * len(ids)
    rank = [0] * len(ids)
    for place, index in enumerate(order):
        rank[index] = place
        closure[index] = 1 << index
        for required in prerequisites[index]:
            closure[index] |= closure[required]
    effects = _effects(catalogue, position, policy)
    paces = _paces(catalogue, known)
    return Prepared(
        policy=policy,
        ids=ids,
        position=position,
        minutes=tuple(known.get(module, 0) for module in ids),
        prerequisites=prerequisites,
        closure=tuple(closure),
        rank=tuple(rank),
        by_skill=_grouped_by_skill(effects),
        by_module=_grouped_by_module(effects, len(ids)),
        unavailable=sum(1 << index for index, module in enumerate(ids) if module not in known),
        minutes_a_level={skill: median(values) for skill, values in paces.items()},
        typical_minutes=median(chain.from_iterable(paces.values())) if paces else 0.0,
    )


def _check_modules(catalogue: Catalogue) -> None:
    ids, counts = np.unique(catalogue.module, return_counts=True)
    if (counts > 1).any():
        raise PlanInputError(
            "module-twice",
            "Module {module} is in the catalogue twice: give each module one row",
            module=int(ids[counts > 1][0]),
        )
    if (catalogue.minutes < 1).any():
        row = int(np.argmax(catalogue.minutes < 1))
        raise PlanInputError(
            "module-minutes",
            "Module {module} takes {minutes} minutes: give at least 1",
            module=int(catalogue.module[row]),
            minutes=int(catalogue.minutes[row]),
        )


def _check_effects(catalogue: Catalogue) -> None:
    rises = catalogue.effect_to > catalogue.effect_from
    finite = np.isfinite(catalogue.effect_to) & np.isfinite(catalogue.effect_from)
    problems = {
        "effect-module": (
            "the module is not in the catalogue",
            ~np.isin(catalogue.effect_module, catalogue.module),
        ),
        "effect-level": ("the level it leads to must lie above the level it starts from", ~(rises & finite)),
    }
    for code, (problem, where) in problems.items():
        if where.any():
            _refuse_effect(catalogue, code, problem, int(np.argmax(where)))
    order = np.lexsort((catalogue.effect_skill, catalogue.effect_module))
    for before, row in pairwise(order.tolist()):
        if (
            catalogue.effect_module[before] == catalogue.effect_module[row]
            and catalogue.effect_skill[before] == catalogue.effect_skill[row]
        ):
            _refuse_effect(catalogue, "effect-twice", "a module raises a skill once: join the two rows", row)


def _refuse_effect(catalogue: Catalogue, code: str, problem: str, row: int) -> None:
    raise PlanInputError(
        code,
        "Effect of module {module} on skill {skill}: {problem}",
        module=int(catalogue.effect_module[row]),
        skill=int(catalogue.effect_skill[row]),
        problem=problem,
    )


def _direct_prerequisites(
    catalogue: Catalogue, position: dict[int, int], known: dict[int, int]
) -> tuple[tuple[int, ...], ...]:
    direct: list[set[int]] = [set() for _ in position]
    for module, required in zip(
        catalogue.requiring_module.tolist(), catalogue.prerequisite_module.tolist(), strict=True
    ):
        if module not in known:
            raise PlanInputError(
                "requiring-module",
                "Module {module} has a prerequisite but is not in the catalogue: add it or drop the row",
                module=module,
            )
        direct[position[module]].add(position[required])
    return tuple(tuple(sorted(required)) for required in direct)


def _prerequisites_first(ids: tuple[int, ...], prerequisites: tuple[tuple[int, ...], ...]) -> list[int]:
    """Positions, prerequisites first; raises PlanInputError with the path of a circle."""
    try:
        return needed_first(dict(enumerate(prerequisites)))
    except CircleError as error:
        raise PlanInputError(
            "prerequisite-circle",
            "Modules require each other in a circle: {path}. Remove one of these prerequisites",
            path=" requires ".join(ring([ids[position] for position in error.path[:-1]])),
        ) from None


def _effects(catalogue: Catalogue, position: dict[int, int], policy: PlanPolicy) -> list[Effect]:
    rows = zip(
        catalogue.effect_module.tolist(),
        catalogue.effect_skill.tolist(),
        catalogue.effect_from.tolist(),
        catalogue.effect_to.tolist(),
        strict=True,
    )
    found = (
        Effect(position[module], skill, policy.lowest_start(start), to) for module, skill, start, to in rows
    )
    return sorted(found, key=lambda effect: (effect.start, effect.to, effect.module))


def _grouped_by_skill(effects: list[Effect]) -> dict[int, tuple[Effect, ...]]:
    grouped: dict[int, list[Effect]] = {}
    for effect in effects:
        grouped.setdefault(effect.skill, []).append(effect)
    return {skill: tuple(grouped[skill]) for skill in sorted(grouped)}


def _grouped_by_module(effects: list[Effect], modules: int) -> tuple[tuple[Effect, ...], ...]:
    grouped: list[list[Effect]] = [[] for _ in range(modules)]
    for effect in effects:
        grouped[effect.module].append(effect)
    return tuple(tuple(sorted(group, key=lambda effect: effect.skill)) for group in grouped)


def _paces(catalogue: Catalogue, minutes: dict[int, int]) -> dict[int, list[float]]:
    rises = (catalogue.effect_to - catalogue.effect_from).tolist()
    paces: dict[int, list[float]] = {}
    for module, skill, rise in zip(
        catalogue.effect_module.tolist(), catalogue.effect_skill.tolist(), rises, strict=True
    ):
        paces.setdefault(skill, []).append(minutes[module] / rise)
    return paces
