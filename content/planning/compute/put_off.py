"""What a learner has put off: for a while it is no step of their plan, and no lack of modules either."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from content.planning.compute.columns import Catalogue
from content.planning.compute.plan import Outcome, Plan


@dataclass(frozen=True, slots=True)
class PutOff:
    """What one learner is not asked for now, by ids.

    modules  those that they put off, and all that require one of them
    raised   the skills that these modules raise
    skills   those whose assessment they put off
    """

    modules: frozenset[int] = frozenset()
    raised: frozenset[int] = frozenset()
    skills: frozenset[int] = frozenset()


def put_off_in(catalogue: Catalogue, *, modules: Collection[int], skills: Collection[int]) -> PutOff:
    """What follows for a plan from the modules and the assessments that a learner has put off."""
    held = _with_dependents(catalogue, modules)
    raised = catalogue.effect_skill[np.isin(catalogue.effect_module, sorted(held))]
    return PutOff(held, frozenset(raised.tolist()), frozenset(skills))


def without_put_off(plan: Plan, those: PutOff) -> Plan:
    """A plan that says of no skill that modules are missing or done, where these are only put off.

    It is PUT_OFF where nothing else is left to do.
    """
    without = tuple(skill for skill in plan.without_content if skill not in those.raised)
    used_up = tuple(skill for skill in plan.used_up if skill not in those.raised)
    left_out = tuple(one for one in plan.left_out if one.skill not in those.raised)
    is_put_off = {
        Outcome.NO_GAPS: bool(those.skills),
        Outcome.WAITING: bool(those.skills),
        Outcome.NO_CONTENT: not without and not used_up,
        Outcome.MATERIAL_DONE: not used_up,
    }
    outcome = Outcome.PUT_OFF if is_put_off.get(plan.outcome) else plan.outcome
    if outcome == Outcome.NO_CONTENT and not without:
        outcome = Outcome.MATERIAL_DONE
    return replace(plan, without_content=without, used_up=used_up, left_out=left_out, outcome=outcome)


def _with_dependents(catalogue: Catalogue, modules: Collection[int]) -> frozenset[int]:
    """Modules, and all that cannot be done without one of them."""
    requiring: defaultdict[int, list[int]] = defaultdict(list)
    pairs = zip(catalogue.prerequisite_module.tolist(), catalogue.requiring_module.tolist(), strict=True)
    for first, then in pairs:
        requiring[first].append(then)
    found, waiting = set(modules), list(modules)
    while waiting:
        new = [one for one in requiring[waiting.pop()] if one not in found]
        found.update(new)
        waiting += new
    return frozenset(found)
