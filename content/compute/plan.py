"""The learning plan: for each learner, what closes the most weighted gap within the minutes.

The problem. A learner has gaps: skills known to lie at a level μ below the level required. Choose modules,
and an order, that maximise Σ worth · (gap before − gap after) within the minutes. A module counts for a
skill only where the learner, after earlier items, has reached the level that it starts from; everything
that it requires and that is not done comes along and costs minutes; above the requirement nothing counts.
Skills that nobody knows enough about get no material, but a short check whose value is that of knowing
(`checks`). This is a precedence-constrained knapsack with coverage, NP-hard as the plain knapsack is.

The method. Gapped skills are few, minutes are whole and few, so the optimum itself is in reach:
1. `chains`: in each skill only the undominated packages (a level chain with all that it requires) count;
   learners who stand alike share them.
2. `choices`, `joining`: skills that could share modules are joined into one group, others stay apart.
3. `knapsack`: what remains is a multiple-choice knapsack; dynamic programming solves it for all learners
   of a block at once.
4. Where joining would list too many options, the learner is solved whole: `pricing` finds what a minute is
   worth and how skills divide the price of what they share, and a search drops all that could not beat a
   plan already known.
5. `order`, `items`: the chosen packages become a list that is followed step by step from the learner's
   levels; what the list really gains is what the plan reports.

The certificate is gain ÷ upper bound. The bound is the value of step 3 or 4, an optimum but for this:
packages of two skills may ask for opposite orders of modules that raise both (rare; the plan then gains
less than the bound says), and where `labels_at_most` cut a search short the bound is what the prices of
step 4, or the split minutes of `relaxation`, leave possible. A greedy choice by gain a minute over
prerequisite closures (Khuller, Moss & Naor, 1999) would be shorter, but it proves nothing about the case
at hand.

Decisions. Done modules satisfy prerequisites, their effect is in μ already, and they are not proposed
again: bringing back what was forgotten is the work of refreshers. *Assess first* is neither level 0 nor a
known gap. Equal input gives an equal plan, whatever the order of rows or the split of learners into calls.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from assessments.compute.vocabulary import GapStatus
from content.compute.cases import Case, Check, Gap, Pick
from content.compute.catalogue import Prepared
from content.compute.chains import Kitchen, Stand
from content.compute.checks import expected_gap, value_of_knowing
from content.compute.choices import Choices, choices_of, stands_of
from content.compute.columns import Learners
from content.compute.items import PlanItem, Reason, items_of
from content.compute.knapsack import Knapsack, Packed, pack
from content.compute.order import ordered
from content.compute.relaxation import relaxed

LEARNERS_AT_A_TIME = 2000


class Outcome(StrEnum):
    """What kind of plan it is.

    PLANNED       has modules
    ASSESS_FIRST  has checks only
    NO_GAPS       is empty: nothing is missing and nothing is unknown
    NO_CONTENT    is empty: no module raises any of the gaps, `without_content` lists them
    NOTHING_FITS  is empty: the shortest that would help takes `shortest_minutes`
    """

    PLANNED = "planned"
    ASSESS_FIRST = "assess_first"
    NO_GAPS = "no_gaps"
    NO_CONTENT = "no_content"
    NOTHING_FITS = "nothing_fits"


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one learner.

    items             what to do, in order
    minutes           sum over the items, at most `budget`
    gain              weighted gap closed by the modules
    knowing           value of the checks
    upper_bound       no plan within the minutes has a larger gain + knowing
    certificate       (gain + knowing) / upper_bound: at least this share of the best possible; 1 where
                      there is nothing to gain
    without_content   gapped skills that no module raises from the learner's level, ascending
    shortest_minutes  minutes of the shortest step that would help, None unless NOTHING_FITS
    """

    outcome: Outcome
    items: tuple[PlanItem, ...]
    minutes: int
    budget: int
    gain: float
    knowing: float
    upper_bound: float
    certificate: float
    without_content: tuple[int, ...]
    shortest_minutes: int | None


def plan_learning(prepared: Prepared, learners: Learners) -> tuple[Plan, ...]:
    """One plan for each learner, in the order of `learners.minutes`.

    Levels are in levels of the skill's scale, gains in weighted levels, times in minutes. Raises
    PlanInputError through `Learners` and `prepare`, never by itself.
    """
    kitchen = Kitchen(prepared)
    cases = list(_cases(prepared, learners))
    plans: list[Plan] = []
    for start in range(0, len(cases), LEARNERS_AT_A_TIME):
        plans += _plans(cases[start : start + LEARNERS_AT_A_TIME], kitchen)
    return tuple(plans)


def _plans(cases: list[Case], kitchen: Kitchen) -> Iterator[Plan]:
    stands = [stands_of(case, kitchen) for case in cases]
    choices = [choices_of(case, stood, kitchen) for case, stood in zip(cases, stands, strict=True)]
    packed = pack([_knapsack(case, choice) for case, choice in zip(cases, choices, strict=True)])
    bounds = [answer.gain if c.bound is None else c.bound for c, answer in zip(choices, packed, strict=True)]
    cut_short = [place for place, choice in enumerate(choices) if not choice.complete]
    relaxations = [relaxed(cases[place], stands[place], kitchen) for place in cut_short]
    for place, bound in zip(cut_short, pack(relaxations), strict=True):
        bounds[place] = bound.gain
    for place, case in enumerate(cases):
        yield _plan(case, stands[place], choices[place], packed[place], bounds[place], kitchen)


def _knapsack(case: Case, choices: Choices) -> Knapsack:
    groups = [[(option.minutes, option.gain) for option in group] for group in choices.groups]
    return Knapsack(case.minutes, groups)


def _plan(
    case: Case, stands: tuple[Stand, ...], choices: Choices, packed: Packed, bound: float, kitchen: Kitchen
) -> Plan:
    options = [group[rank] for group, rank in zip(choices.groups, packed.taken, strict=True) if rank >= 0]
    taken = [one for option in options for one in option.taken]
    picks = [one for one in taken if isinstance(one, Pick)]
    checks = [one for one in taken if isinstance(one, Check)]
    items = items_of(ordered(case, picks, checks, kitchen.prepared), case, kitchen.prepared)
    gain = sum(item.gain for item in items if item.reason != Reason.ASSESS)
    knowing = sum(item.gain for item in items if item.reason == Reason.ASSESS)
    bound = max(bound, gain + knowing)
    without = tuple(stand.skill for stand in stands if not kitchen.useful(stand).steps)
    outcome = _outcome(case, items, without)
    return Plan(
        outcome=outcome,
        items=items,
        minutes=sum(item.minutes for item in items),
        budget=case.minutes,
        gain=gain,
        knowing=knowing,
        upper_bound=bound,
        certificate=(gain + knowing) / bound if bound > 0 else 1.0,
        without_content=without,
        shortest_minutes=_shortest(case, stands, kitchen) if outcome == Outcome.NOTHING_FITS else None,
    )


def _outcome(case: Case, items: tuple[PlanItem, ...], without: tuple[int, ...]) -> Outcome:
    if any(item.module is not None for item in items):
        return Outcome.PLANNED
    if items:
        return Outcome.ASSESS_FIRST
    if not case.gaps and not case.checks:
        return Outcome.NO_GAPS
    if not case.checks and len(without) == len(case.gaps):
        return Outcome.NO_CONTENT
    return Outcome.NOTHING_FITS


def _shortest(case: Case, stands: tuple[Stand, ...], kitchen: Kitchen) -> int:
    steps = [
        kitchen.minutes(needs)
        for stand in stands
        for effect, needs in kitchen.useful(stand).steps
        if effect.start <= stand.level
    ]
    return min(steps + [kitchen.prepared.policy.check_minutes for _ in case.checks])


def _cases(prepared: Prepared, learners: Learners) -> Iterator[Case]:
    done = _done(prepared, learners)
    gaps: list[list[Gap]] = [[] for _ in range(len(learners))]
    checks: list[list[Check]] = [[] for _ in range(len(learners))]
    policy = prepared.policy
    lacking = expected_gap(learners.mu, learners.sigma, learners.required, policy.unknown_gap)
    worth = learners.weight * np.where(learners.critical, policy.critical_factor, 1.0)
    is_gap = (learners.status == GapStatus.GAP) & (learners.required > learners.mu)
    is_unknown = (learners.status == GapStatus.ASSESS_FIRST) & (lacking > 0)
    order = np.lexsort((learners.skill, learners.need_learner))
    for row in order[(is_gap | is_unknown)[order]].tolist():
        learner, skill = int(learners.need_learner[row]), int(learners.skill[row])
        required, critical = float(learners.required[row]), bool(learners.critical[row])
        if is_gap[row]:
            gaps[learner].append(Gap(skill, float(learners.mu[row]), required, float(worth[row]), critical))
        else:
            pace = prepared.minutes_a_level.get(skill, prepared.typical_minutes)
            value = value_of_knowing(float(worth[row]), float(lacking[row]), policy.check_minutes, pace)
            checks[learner].append(Check(skill, required, critical, value))
    for learner, minutes in enumerate(learners.minutes.tolist()):
        best = sorted(checks[learner], key=lambda check: (-check.value, check.skill))[: policy.checks_at_most]
        yield Case(minutes, tuple(gaps[learner]), tuple(best), done[learner])


def _done(prepared: Prepared, learners: Learners) -> list[int]:
    done = [0] * len(learners)
    for learner, module in zip(learners.done_learner.tolist(), learners.done_module.tolist(), strict=True):
        position = prepared.position.get(module)
        if position is not None:
            done[learner] |= 1 << position
    return done
