"""The learning plan: for each learner, what closes the most weighted gap within the minutes.

The problem. A learner has gaps: skills known to lie at a level μ below the level required. Choose modules,
and an order, that maximise Σ worth · (gap before − gap after) within the minutes. A module counts for a
skill only where the learner, after earlier items, has reached the level that it starts from; everything
that it requires and that is not done comes along and costs minutes; above the requirement nothing counts.
Skills that nobody knows enough about get no material, but a short check whose value is that of knowing
(`checks`). This is a precedence-constrained knapsack with coverage, NP-hard as the plain knapsack is.

The method. Gapped skills are few, minutes are whole and few, so the optimum itself is in reach:
1. `chains`: in each skill only the undominated packages (a level chain with all that it requires) count;
   learners in the same state share them.
2. `choices`, `joining`: skills that could share modules are joined into one group, others stay apart.
3. `knapsack`: what remains is a multiple-choice knapsack; dynamic programming solves it for all learners
   of a block at once.
4. Where joining would list too many choices, the learner is solved whole: `pricing` finds what a minute is
   worth and how skills divide the price of what they share, and a search drops all that could not beat a
   plan already known.
5. `order`, `items`: the chosen packages become a list that is followed step by step from the learner's
   levels; what the list really gains is what the plan reports.

What has to be done by a day (`assigned`) comes before all of that where it would miss its day otherwise, and
else in the minutes that critical steps leave.

Critical skills come before all others, unless a learner turns that off: `priority` makes what is not
critical count so little that no sum of it outweighs a critical step.

The certificate is gain ÷ upper bound, of the plans that do as much for critical skills where these come
first. The bound is the value of step 3 or 4, an optimum but for this:
packages of two skills may ask for opposite orders of modules that raise both (rare; the plan then gains
less than the bound says), and where `labels_at_most` cut a search short the bound is what the prices of
step 4, or the split minutes of `relaxation`, leave possible. A greedy choice by gain a minute over
prerequisite closures (Khuller, Moss & Naor, 1999) would be shorter, but it proves nothing about the case
at hand.

Decisions. Done modules satisfy prerequisites and are not proposed again: bringing back what was forgotten
is the work of refreshers. They move no level, as progress is not proficiency. But a module done since the
level was last seen says where the next step may start: the level that it leads to, provisionally, is where
the plan goes on, and its gains count from there. Where that leaves nothing to be learned, because the
requirement is reached or because no module leads further, the plan asks to have the level seen. Newer
evidence ends all this: it decides. *Assess first* is neither level 0 nor a known gap. Equal input gives an
equal plan, whatever the order of rows or the split of learners into calls.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from content.planning.compute.assigned import due_first, due_items, fitting, missed, without
from content.planning.compute.cases import Case, Check, Due, Pick
from content.planning.compute.cases_of_learners import cases_of
from content.planning.compute.catalogue import Prepared
from content.planning.compute.chains import LabelSettingCache, SkillState
from content.planning.compute.choices import Choices, choices_of, states_of
from content.planning.compute.columns import Learners
from content.planning.compute.items import PlanItem, Reason, items_of
from content.planning.compute.knapsack import Knapsack, Packed, pack
from content.planning.compute.left_out import LeftOut, left_out
from content.planning.compute.order import ordered
from content.planning.compute.priority import Ranked, bound_in_levels, ranked
from content.planning.compute.relaxation import relaxed
from content.planning.compute.spread import (
    after_critical,
    begun_items,
    beside,
    critical_items,
    in_turn,
    left_out_of_weeks,
    rest_of,
    together,
)

LEARNERS_AT_A_TIME = 2000


class Outcome(StrEnum):
    """What kind of plan it is.

    PLANNED        has modules
    ASSESS_FIRST   has checks only
    NO_GAPS        is empty: nothing is missing and nothing is unknown
    WAITING        is empty: no gap is known, and what is not known (`waiting`) is not the learner's to say
    NO_CONTENT     is empty: nothing is left that can be followed for any of the gaps, and for those in
                   `without_content` there never was
    MATERIAL_DONE  is empty: what can be followed for the gaps from the learner's level is done, and evidence
                   since still shows them (`used_up`)
    WEEK_DONE      is empty: nothing fits what is left of the week any more; the next one begins with
                   `next_week`
    NOTHING_FITS   is empty: the shortest that would help takes `shortest_minutes`, more than a whole week
    PUT_OFF        is empty: the learner has put off all that is left to do (`put_off`)
    """

    PLANNED = "planned"
    ASSESS_FIRST = "assess_first"
    NO_GAPS = "no_gaps"
    WAITING = "waiting"
    NO_CONTENT = "no_content"
    MATERIAL_DONE = "material_done"
    WEEK_DONE = "week_done"
    NOTHING_FITS = "nothing_fits"
    PUT_OFF = "put_off"


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one learner.

    items             what to do, in order
    minutes           sum over the items, at most `budget`
    gain              weighted gap closed by the modules
    knowing           value of the checks
    upper_bound       no plan within the minutes has a larger gain + knowing; where critical skills come
                      first, none of those that do as much for them
    certificate       (gain + knowing) / upper_bound: at least this share of the best possible; 1 where
                      there is nothing to gain
    without_content   gapped skills that no module raises from the learner's level, done or not, ascending
    used_up           gapped skills of which all is done that can be followed from the learner's level, though
                      evidence since shows the gap, ascending; modules that start higher may be left
    shortest_minutes  minutes of the shortest step that would help, None unless NOTHING_FITS
    next_week         what a whole week would begin with, None unless WEEK_DONE
    left_out          critical skills without a step in the plan, each with the reason, at most a few
    waiting           skills that need assessment by somebody else than the learner, ascending
    late              modules that have to be done, and that the minutes do not hold by their day
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
    used_up: tuple[int, ...]
    shortest_minutes: int | None
    next_week: PlanItem | None = None
    left_out: tuple[LeftOut, ...] = ()
    waiting: tuple[int, ...] = ()
    late: tuple[int, ...] = ()


def plan_learning(
    prepared: Prepared, learners: Learners, cache: LabelSettingCache | None = None
) -> tuple[Plan, ...]:
    """One plan for each learner, in the order of `learners.minutes`.

    Levels are in levels of the skill's scale, gains in weighted levels, times in minutes. What an earlier
    call has left in the `cache` of the same catalogue saves time and changes nothing. Raises PlanInputError
    through `Learners` and `prepare`, never by itself.
    """
    cache = cache or LabelSettingCache(prepared)
    cases = list(cases_of(cache, learners))
    plans: list[Plan] = []
    for start in range(0, len(cases), LEARNERS_AT_A_TIME):
        block = cases[start : start + LEARNERS_AT_A_TIME]
        plans += _with_next_week(block, list(_plans(block, cache)), cache)
    return tuple(plans)


def _with_next_week(cases: list[Case], plans: list[Plan], cache: LabelSettingCache) -> list[Plan]:
    """The plans, where nothing fits what is left of a week looked at as of the next one."""
    begun = [
        place
        for place, (case, plan) in enumerate(zip(cases, plans, strict=True))
        if plan.outcome == Outcome.NOTHING_FITS and case.minutes < case.week
    ]
    whole = _plans([replace(cases[place], minutes=cases[place].week) for place in begun], cache)
    for place, following in zip(begun, whole, strict=True):
        if following.items:
            plans[place] = replace(
                plans[place],
                outcome=Outcome.WEEK_DONE,
                shortest_minutes=None,
                next_week=following.items[0],
            )
    return plans


def _plans(whole: list[Case], cache: LabelSettingCache) -> Iterator[Plan]:
    """Plans in which what has to be done comes first where it would miss its day, else after critical
    steps."""
    firsts = [due_first(case) for case in whole]
    cases = [
        without(case, first, cache) if first else case for case, first in zip(whole, firsts, strict=True)
    ]
    plans = list(_plans_of_gaps(cases, cache))
    rests = {
        place: rest
        for place, (case, plan) in enumerate(zip(cases, plans, strict=True))
        if case.dues and (rest := _due_after(case, plan, cache))
    }
    again = [without(cases[place], rest, cache) for place, rest in rests.items()]
    for place, plan in zip(rests, _plans_of_gaps(again, cache), strict=True):
        plans[place] = plan
    for place, (case, plan) in enumerate(zip(whole, plans, strict=True)):
        yield _with_dues(case, plan, firsts[place], rests.get(place, ()), cache) if case.dues else plan


def _due_after(case: Case, plan: Plan, cache: LabelSettingCache) -> tuple[Due, ...]:
    """What is taken in the minutes that critical steps leave, or all steps where critical ones are not
    first."""
    kept = critical_items(plan.items, cache) if case.critical_first else plan.items
    taken = {one.module for one in case.begun}
    taken |= {cache.prepared.position[item.module] for item in kept if item.module is not None}
    free = case.minutes - sum(item.minutes for item in kept)
    return fitting((due for due in case.dues if due.module not in taken), free, case.week)


def _with_dues(
    case: Case, plan: Plan, first: tuple[Due, ...], rest: tuple[Due, ...], cache: LabelSettingCache
) -> Plan:
    """A plan with what has to be done, and what of it cannot be done by its day.

    The bound is that of the plans that have the same of it.
    """
    ids = cache.prepared.ids
    due = {ids[one.module] for one in case.dues}
    plan = replace(
        plan,
        late=tuple(ids[module] for module in missed(case)),
        budget=case.minutes,
        items=tuple(replace(item, assigned=item.module in due) for item in plan.items),
    )
    if not first and not rest:
        return plan
    before = due_items(case, first, cache.prepared)
    after = due_items(without(case, first, cache), rest, cache.prepared) if rest else ()
    items = (*before, *after_critical(plan.items, after, cache))
    taken = sum(item.gain for item in (*before, *after))
    gain, bound = plan.gain + taken, plan.upper_bound + taken
    return replace(
        plan,
        outcome=Outcome.PLANNED,
        items=items,
        minutes=sum(item.minutes for item in items),
        gain=gain,
        upper_bound=bound,
        certificate=(gain + plan.knowing) / bound if bound > 0 else 1.0,
        shortest_minutes=None,
    )


def _plans_of_gaps(whole: list[Case], cache: LabelSettingCache) -> Iterator[Plan]:
    """Plans that go on with what was paused, and begin what no week holds in minutes kept free for it."""
    rests = [rest_of(case, cache) for case in whole]
    plans = list(_solved(rests, cache))
    parts = [
        beside(case, rest, plan.items, cache) for case, rest, plan in zip(whole, rests, plans, strict=True)
    ]
    taken = [sum(item.minutes for item in items) for items in parts]
    fewer = {
        place: replace(rest, minutes=rest.minutes - taken[place])
        for place, (rest, plan) in enumerate(zip(rests, plans, strict=True))
        if plan.minutes + taken[place] > rest.minutes
    }
    for place, plan in zip(fewer, _solved(list(fewer.values()), cache), strict=True):
        plans[place] = plan
        parts[place] = beside(whole[place], rests[place], plan.items, cache, taken[place])
    for case, plan, items in zip(whole, plans, parts, strict=True):
        yield _spread(case, plan, items, cache)


def _solved(asked: list[Case], cache: LabelSettingCache) -> Iterator[Plan]:
    priorities = [ranked(case, cache.prepared.policy) for case in asked]
    cases = [one.case for one in priorities]
    states = [states_of(case, cache) for case in cases]
    choices = [choices_of(case, theirs, cache) for case, theirs in zip(cases, states, strict=True)]
    packed = pack([Knapsack(one.minutes, its.groups) for one, its in zip(cases, choices, strict=True)])
    bounds = [answer.gain if c.bound is None else c.bound for c, answer in zip(choices, packed, strict=True)]
    cut_short = [place for place, choice in enumerate(choices) if not choice.complete]
    relaxations = [relaxed(cases[place], states[place], cache) for place in cut_short]
    for place, bound in zip(cut_short, pack(relaxations), strict=True):
        bounds[place] = bound.gain
    for place, case in enumerate(asked):
        picked = _picked(choices[place], packed[place])
        yield _plan(case, states[place], picked, priorities[place], bounds[place], cache)


def _picked(choices: Choices, packed: Packed) -> tuple[Pick | Check, ...]:
    chosen = (group[rank] for group, rank in zip(choices.groups, packed.taken, strict=True) if rank >= 0)
    return tuple(one for choice in chosen for one in choice.taken)


def _plan(
    case: Case,
    states: tuple[SkillState, ...],
    picked: tuple[Pick | Check, ...],
    priority: Ranked,
    bound: float,
    cache: LabelSettingCache,
) -> Plan:
    items = _items(case, picked, priority, cache)
    gain = sum(item.gain for item in items if item.reason != Reason.ASSESS)
    knowing = sum(item.gain for item in items if item.reason == Reason.ASSESS)
    bound = max(bound_in_levels(bound, _critical_gain(items), priority), gain + knowing)
    bare = [state for state in states if not cache.useful(state).steps]
    used_up = tuple(state.skill for state in bare if cache.is_used_up(state))
    without = tuple(state.skill for state in bare if state.skill not in used_up)
    outcome = _outcome(case, items, without, used_up)
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
        used_up=used_up,
        shortest_minutes=_shortest(case, states, cache) if outcome == Outcome.NOTHING_FITS else None,
        left_out=left_out(case, states, items, cache),
        waiting=tuple(one.skill for one in case.unknown if one.is_waiting),
    )


def _spread(whole: Case, plan: Plan, parts: tuple[PlanItem, ...], cache: LabelSettingCache) -> Plan:
    """The plan with what goes on from earlier weeks first, and last the parts that are beside it.

    A module that is not finished this week closes nothing yet. The bound is that of the plans that go on with
    the same, and begin the same.
    """
    before = begun_items(in_turn(whole, cache)[0], cache)
    spread = (*before, *parts)
    plan = replace(plan, left_out=left_out_of_weeks(plan.left_out, whole, spread, cache))
    if whole.begun and not spread and not plan.items:
        return replace(plan, outcome=Outcome.NOTHING_FITS, shortest_minutes=whole.begun[0].minutes)
    if not spread:
        return plan
    items = together(before, plan.items, parts, whole, cache)
    gain = sum(item.gain for item in items if item.reason != Reason.ASSESS)
    bound = plan.upper_bound + gain - plan.gain
    return replace(
        plan,
        outcome=Outcome.PLANNED,
        items=items,
        minutes=sum(item.minutes for item in items),
        budget=whole.minutes,
        gain=gain,
        upper_bound=bound,
        certificate=(gain + plan.knowing) / bound if bound > 0 else 1.0,
        shortest_minutes=None,
    )


def _items(
    case: Case, picked: tuple[Pick | Check, ...], priority: Ranked, cache: LabelSettingCache
) -> tuple[PlanItem, ...]:
    """The list of what was picked, each item with its gain in weighted levels."""
    picks = [one for one in picked if isinstance(one, Pick)]
    checks = [one for one in picked if isinstance(one, Check)]
    values = {check.skill: check for check in case.checks}
    order = ordered(priority.case, picks, checks, cache.prepared)
    told = [values[one.skill] if isinstance(one, Check) else one for one in order]
    return items_of(told, case, cache.prepared)


def _critical_gain(items: tuple[PlanItem, ...]) -> float:
    raised = (one.gain for item in items for one in item.raises if one.critical)
    return sum(raised) + sum(item.gain for item in items if item.reason == Reason.ASSESS and item.critical)


def _outcome(
    case: Case, items: tuple[PlanItem, ...], without: tuple[int, ...], used_up: tuple[int, ...]
) -> Outcome:
    if any(item.module is not None for item in items):
        return Outcome.PLANNED
    if items:
        return Outcome.ASSESS_FIRST
    if not case.gaps and not case.checks:
        return Outcome.WAITING if case.unknown else Outcome.NO_GAPS
    if not case.checks and len(without) + len(used_up) == len(case.gaps):
        return Outcome.NO_CONTENT if without else Outcome.MATERIAL_DONE
    return Outcome.NOTHING_FITS


def _shortest(case: Case, states: tuple[SkillState, ...], cache: LabelSettingCache) -> int:
    steps = [step.minutes for step in map(cache.shortest, states) if step]
    return min(steps + [cache.prepared.policy.check_minutes for _ in case.checks])
