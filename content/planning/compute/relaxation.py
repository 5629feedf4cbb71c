"""An upper bound for a learner whose choices were too many to be all kept.

Every new module's minutes are split evenly over all (skill, effect) pairs that would need it. A pair is
used at most once in a plan, so what the pairs of any plan are charged never exceeds the plan's minutes:
the problem with split minutes is a relaxation, it falls apart into skills, and in a skill the cheapest way
to each level is a shortest path. This is cost splitting, a Lagrangean decomposition with fixed multipliers
(Guignard & Kim, 1987).
"""

from content.planning.compute.cases import Case, Gap
from content.planning.compute.catalogue import members
from content.planning.compute.chains import LabelSettingCache, SkillState
from content.planning.compute.knapsack import Knapsack

PARTS_OF_A_MINUTE = 8


def relaxed(case: Case, states: tuple[SkillState, ...], cache: LabelSettingCache) -> Knapsack:
    """A knapsack, in eighths of a minute, whose best gain no plan of the learner exceeds."""
    users: dict[int, int] = {}
    for state in states:
        for step in cache.useful(state).steps:
            for module in members(step.needs):
                users[module] = users.get(module, 0) + 1
    groups = [_levels(gap, state, users, cache) for gap, state in zip(case.gaps, states, strict=True)]
    minutes = cache.prepared.policy.check_minutes * PARTS_OF_A_MINUTE
    groups += [[(minutes, check.value)] for check in case.checks]
    return Knapsack(case.minutes * PARTS_OF_A_MINUTE, groups)


def _levels(
    gap: Gap, state: SkillState, users: dict[int, int], cache: LabelSettingCache
) -> list[tuple[int, float]]:
    minutes = cache.prepared.minutes
    steps = []
    for effect, needs in cache.useful(state).steps:
        steps.append((effect, sum(minutes[module] / users[module] for module in members(needs))))
    cheapest = {state.level: 0.0}
    pending = [state.level]
    while pending:
        level = min(pending)
        pending.remove(level)
        for effect, cost in steps:
            if effect.start <= level < min(effect.to, gap.required):
                total = cheapest[level] + cost
                if effect.to not in cheapest:
                    pending.append(effect.to)
                cheapest[effect.to] = min(total, cheapest.get(effect.to, total))
    del cheapest[state.level]
    return [
        (int((cost + 1e-9) * PARTS_OF_A_MINUTE), gap.gain(level)) for level, cost in sorted(cheapest.items())
    ]
