"""From columns to one case a learner: gaps and where they start, checks, what is done, paused, waited for."""

from collections.abc import Iterable, Iterator

import numpy as np

from assessments.gaps.choices import GapStatus
from content.planning.compute.cases import Begun, Case, Check, Due, Gap, Unknown
from content.planning.compute.catalogue import Prepared, still_needed
from content.planning.compute.chains import LabelSettingCache
from content.planning.compute.checks import gap_found, value_of_knowing
from content.planning.compute.columns import Bools, Floats, Ints, Learners
from content.planning.compute.policy import PlanPolicy


def cases_of(cache: LabelSettingCache, learners: Learners) -> Iterator[Case]:
    """One case a learner, in the order of the columns."""
    policy = cache.prepared.policy
    done = _done(cache.prepared, learners)
    gaps: list[list[Gap]] = [[] for _ in range(len(learners))]
    checks: list[list[Check]] = [[] for _ in range(len(learners))]
    lacking = gap_found(
        learners.mu, learners.sigma, learners.required, learners.ask_error, policy.unknown_gap
    )
    unknown = _not_known(learners, lacking)
    for learner, gap, may_ask, is_test in _gaps(learners, policy):
        if not _is_unproven(gap, done[learner], cache):
            gaps[learner].append(gap)
            continue
        unknown.setdefault(learner, []).append(Unknown(gap.skill, gap.critical, not may_ask))
        if may_ask:
            checks[learner].append(_proof(gap, policy, test=is_test))
    for learner, check in _asked(learners, lacking, cache.prepared):
        checks[learner].append(check)
    begun, dues = _begun(learners, cache.prepared), _dues(learners, cache.prepared)
    columns = (learners.minutes.tolist(), learners.week.tolist(), learners.critical_first.tolist())
    for learner, (minutes, week, first) in enumerate(zip(*columns, strict=True)):
        asked = tuple(_by_value(checks[learner], critical_first=first)[: policy.checks_at_most])
        theirs, done_by = tuple(gaps[learner]), done[learner]
        paused = _useful_begun(begun.get(learner, ()), theirs, done_by, cache.prepared)
        not_known = tuple(sorted(unknown.get(learner, ())))
        due = tuple(dues.get(learner, ()))
        yield Case(minutes, week, theirs, asked, done_by, first, not_known, paused, due)


def _begun(learners: Learners, prepared: Prepared) -> dict[int, list[Begun]]:
    """By learner, the modules of the catalogue that were paused."""
    found: dict[int, list[Begun]] = {}
    columns = (learners.begun_learner, learners.begun_module, learners.begun_minutes)
    for learner, module, minutes in zip(*(column.tolist() for column in columns), strict=True):
        position = prepared.position.get(module)
        if position is not None and not prepared.unavailable >> position & 1:
            found.setdefault(learner, []).append(Begun(position, minutes))
    return found


def _dues(learners: Learners, prepared: Prepared) -> dict[int, list[Due]]:
    """By learner, the modules of the catalogue that have to be done, the soonest due first."""
    found: dict[int, list[Due]] = {}
    columns = (learners.due_learner, learners.due_module, learners.due_minutes, learners.due_weeks)
    for learner, module, minutes, weeks in zip(*(column.tolist() for column in columns), strict=True):
        position = prepared.position.get(module)
        if position is not None:
            found.setdefault(learner, []).append(Due(position, minutes, weeks))
    return found


def _useful_begun(
    begun: Iterable[Begun], gaps: tuple[Gap, ...], done: int, prepared: Prepared
) -> tuple[Begun, ...]:
    """Those that raise a gap once those before them are done, and need nothing else first."""
    levels, required = {gap.skill: gap.level for gap in gaps}, {gap.skill: gap.required for gap in gaps}
    useful = []
    for one in begun:
        if still_needed(prepared, one.module, done) != 1 << one.module:
            continue
        raised = {
            effect.skill: effect.to
            for effect in prepared.by_module[one.module]
            if effect.skill in levels
            and effect.start <= levels[effect.skill] < min(effect.to, required[effect.skill])
        }
        if raised:
            levels |= raised
            useful.append(one)
    return tuple(useful)


def _by_value(checks: list[Check], *, critical_first: bool) -> list[Check]:
    return sorted(
        checks, key=lambda check: (critical_first and not check.critical, -check.value, check.skill)
    )


def _not_known(learners: Learners, lacking: Floats) -> dict[int, list[Unknown]]:
    """By learner, the skills that need assessment, waiting where asking the learner would find no gap.

    What is to be learned as far as it is missing (`Learners`), and is not expected to be, waits too.
    """
    nothing = (learners.status == GapStatus.GAP) & (learners.mu >= learners.required)
    is_unknown = learners.status == GapStatus.ASSESS_FIRST
    rows = np.flatnonzero(is_unknown | (nothing & ~np.isfinite(learners.ask_error)))
    is_waiting = ~(is_unknown & (lacking > 0))[rows]
    columns = (learners.need_learner[rows], learners.skill[rows], learners.critical[rows], is_waiting)
    found: dict[int, list[Unknown]] = {}
    for learner, *one in zip(*(column.tolist() for column in columns), strict=True):
        found.setdefault(learner, []).append(Unknown(*one))
    return found


def _gaps(learners: Learners, policy: PlanPolicy) -> Iterator[tuple[int, Gap, bool, bool]]:
    """Known gaps with their learner, by learner and skill, each from where its next step may start; whether
    somebody may be asked about it who takes the learner's time, and whether that is a test."""
    raised = _raised(learners, policy)
    worth = _worth(learners, policy)
    is_gap = (learners.status == GapStatus.GAP) & (learners.required > learners.mu)
    rows = _by_learner_and_skill(learners, is_gap)
    known_and_needed = (learners.skill, learners.mu, learners.required, worth, learners.critical)
    asking = (np.isfinite(learners.ask_error), learners.is_test)
    columns = (learners.need_learner, *known_and_needed, *asking)
    # Python's own values at once: picked one by one from the arrays, they take three times as long.
    for learner, skill, known, required, value, critical, may_ask, is_test in zip(
        *(column[rows].tolist() for column in columns), strict=True
    ):
        level = known
        for start, to in raised.get((learner, skill), ()) if raised else ():
            level = max(level, to) if start <= level else level
        yield learner, Gap(skill, level, required, value, critical, known), may_ask, is_test


def _raised(learners: Learners, policy: PlanPolicy) -> dict[tuple[int, int], list[tuple[float, float]]]:
    """By learner and skill, from where to where modules lead that were done since, from the lowest up."""
    raised: dict[tuple[int, int], list[tuple[float, float]]] = {}
    rows = zip(
        learners.raised_learner.tolist(),
        learners.raised_skill.tolist(),
        learners.raised_from.tolist(),
        learners.raised_to.tolist(),
        strict=True,
    )
    for learner, skill, start, to in rows:
        raised.setdefault((learner, skill), []).append((policy.lowest_start(start), to))
    return {key: sorted(steps) for key, steps in raised.items()}


def _is_unproven(gap: Gap, done: int, cache: LabelSettingCache) -> bool:
    """Whether modules done since the level was last seen leave nothing to be learned before it is seen."""
    if gap.level <= gap.known:
        return False
    state = cache.state(gap.skill, gap.level, gap.required, done)
    return gap.level >= gap.required or not cache.useful(state).steps


def _proof(gap: Gap, policy: PlanPolicy, *, test: bool) -> Check:
    lacking = min(gap.level, gap.required) - gap.known
    value = value_of_knowing(gap.worth, lacking, policy.check_minutes, 0.0)
    return Check(gap.skill, gap.required, gap.critical, value, True, gap.worth, test)


def _asked(learners: Learners, lacking: Floats, prepared: Prepared) -> Iterator[tuple[int, Check]]:
    """Checks of skills that nobody knows enough about with their learner, as many as a plan may have, those
    of the most value; `lacking` are the levels that asking is expected to find missing."""
    policy = prepared.policy
    rows = np.flatnonzero((learners.status == GapStatus.ASSESS_FIRST) & (lacking > 0))
    skills, places = np.unique(learners.skill[rows], return_inverse=True)
    paces = [prepared.minutes_a_level.get(skill, prepared.typical_minutes) for skill in skills.tolist()]
    pace = np.array(paces, dtype=np.float64)[places]
    worth = _worth(learners, policy)[rows]
    values = value_of_knowing(worth, lacking[rows], policy.check_minutes, pace)
    after = learners.critical_first[learners.need_learner[rows]] & ~learners.critical[rows]
    order = np.lexsort((learners.skill[rows], -values, after, learners.need_learner[rows]))
    of_whom = learners.need_learner[rows[order]]
    first = np.searchsorted(of_whom, of_whom, side="left")
    best = order[np.arange(len(order)) - first < policy.checks_at_most]
    chosen = zip(rows[best].tolist(), values[best].tolist(), worth[best].tolist(), strict=True)
    for row, value, level in chosen:
        required, critical = float(learners.required[row]), bool(learners.critical[row])
        is_test = bool(learners.is_test[row])
        check = Check(int(learners.skill[row]), required, critical, value, False, level, is_test)
        yield int(learners.need_learner[row]), check


def _worth(learners: Learners, policy: PlanPolicy) -> Floats:
    return learners.weight * np.where(learners.critical, policy.critical_factor, 1.0)


def _by_learner_and_skill(learners: Learners, wanted: Bools) -> Ints:
    order: Ints = np.lexsort((learners.skill, learners.need_learner))
    return order[wanted[order]]


def _done(prepared: Prepared, learners: Learners) -> list[int]:
    done = [0] * len(learners)
    for learner, module in zip(learners.done_learner.tolist(), learners.done_module.tolist(), strict=True):
        position = prepared.position.get(module)
        if position is not None:
            done[learner] |= 1 << position
    return done
