"""Survey all pairs, keep the best few a side, choose among them exactly, and say why."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.assignment import flow_assignment
from mentoring.matching.compute.candidates import Candidates, Survey, best_among, blocks, survey
from mentoring.matching.compute.coverage import SHARE_DIGITS
from mentoring.matching.compute.outcome import MatchResult, Pairs, Reason, Rule, Unmatched
from mentoring.matching.compute.people import NOTHING_EARLIER, Barriers, EarlierRounds, Mentees, Mentors
from mentoring.matching.compute.policy import MatchPolicy
from mentoring.matching.compute.problem import Problem, problem_of
from mentoring.matching.compute.timetable import Timetable, timetable

Assign = Callable[[Problem, Candidates, NDArray[np.int64], Timetable], NDArray[np.bool_]]
_MOST_ROUNDS = 26.0  # who has waited longer counts as much: what the solver adds up has 64 bits
_DEFAULT_POLICY = MatchPolicy()


def match(
    mentees: Mentees,
    mentors: Mentors,
    barriers: Barriers,
    policy: MatchPolicy = _DEFAULT_POLICY,
    earlier: EarlierRounds = NOTHING_EARLIER,
) -> MatchResult:
    """Return the pairs that close the most weighted levels while nobody waits too long, each with its reason.

    Every hard rule holds in pairs and shortlists. First the timetable: by it the longest wait is as short as
    it can be. Of all assignments that keep it, the one of most worth: weighted levels of the covered gaps,
    more for who has waited, more for a proposal that is open already. It is optimal among the candidates,
    which are all pairs where there are few, and otherwise the best `best_of` of each mentee and of each
    mentor, widened until no worthwhile free seat is left beside an unfilled wish. The same people in any row
    order give the same result. Raises MatchInputError and MatchSolverError.
    """
    return match_by(problem_of(mentees, mentors, barriers, policy, earlier), flow_assignment)


def match_by(problem: Problem, assign: Assign) -> MatchResult:
    """The result where `assign` says which candidates are taken."""
    seen = survey(problem)
    worthwhile = seen.for_mentees.joined(seen.for_mentors, seen.later, seen.proposed)
    kept = (worthwhile.units >= problem.floor[worthwhile.mentee]) & (problem.wanted[worthwhile.mentee] > 0)
    candidates, taken, due = _assigned(problem, seen, worthwhile.only(kept), assign)
    chosen = candidates.only(taken)
    shortlist = seen.for_mentees.best_of(seen.for_mentees.mentee, problem.policy.shortlist)
    unit = problem.coverage.levels_a_unit
    return MatchResult(
        pairs=_with_reasons(problem, chosen.best_of(chosen.mentee, len(chosen.mentee))),
        shortlist=_with_reasons(problem, shortlist),
        unmatched=_unmatched(problem, seen, chosen),
        levels=int(chosen.units.sum()) * unit,
        objective=int(worth_of(problem, chosen).sum()) * unit,
        rounds=due.rounds,
        candidates=len(candidates.mentee),
    )


def worth_of(problem: Problem, pairs: Candidates) -> NDArray[np.int64]:
    """Return what each pair is worth, in units.

    worth = levels + waiting · M · rounds waited + change_cost · waiting · M · [the proposal is open], where M
    is the most that any mentee could win, and no more than 26 rounds count. The timetable counts all of them.
    """
    policy = problem.policy
    a_round = policy.waiting * float(problem.coverage.all_units().max(initial=0))
    waited = problem.waited[pairs.mentee]
    is_open = np.asarray(problem.proposed[pairs.mentee, pairs.mentor]).ravel()
    counted = a_round * (np.minimum(waited, _MOST_ROUNDS) + policy.change_cost * is_open)
    return pairs.units + np.rint(counted).astype(np.int64)


def _assigned(
    problem: Problem, seen: Survey, candidates: Candidates, assign: Assign
) -> tuple[Candidates, NDArray[np.bool_], Timetable]:
    """Assign, then offer free seats to mentees still short of a worthwhile mentor, until nothing is new."""
    while True:
        due = timetable(problem, candidates, _held(problem, seen.proposed))
        taken = assign(problem, candidates, worth_of(problem, candidates), due)
        got = _count(candidates.mentee[taken], problem.wanted)
        left = problem.seats - _count(candidates.mentor[taken], problem.seats)
        short = np.flatnonzero((got < problem.wanted) & (got < seen.worthwhile))
        wider = candidates.joined(best_among(problem, short, left > 0))
        if len(wider.mentee) == len(candidates.mentee):
            return candidates, taken, due
        candidates = wider


def _held(problem: Problem, proposed: Candidates) -> Candidates:
    """Return the open proposals that can all be held at once: one a mentee, no more than seats a mentor."""
    wanting = proposed.only(problem.wanted[proposed.mentee] > 0)
    one = wanting.best_of(wanting.mentee, 1)
    held = _count(one.mentor, problem.seats)
    return one.only((held <= problem.seats)[one.mentor]).joined()


def _unmatched(problem: Problem, seen: Survey, chosen: Candidates) -> tuple[Unmatched, ...]:
    got = _count(chosen.mentee, problem.wanted)
    missing = problem.wanted - got
    short = np.flatnonzero(missing > 0)
    no_gaps = problem.coverage.all_units() == 0
    sieves = (
        (Reason.NO_GAPS, no_gaps),
        (Reason.NOBODY_COVERS, seen.covering <= got),
        (Reason.RULES, seen.allowed <= got),
        (Reason.BETTER_UNMATCHED, seen.worthwhile <= got),
    )
    which = np.select([stopped[short] for _, stopped in sieves], np.arange(len(sieves)), len(sieves))
    reasons = [reason for reason, _ in sieves] + [Reason.NO_FREE_SEAT]
    barred = short[which == reasons.index(Reason.RULES)]
    rules = dict(zip(barred.tolist(), _barring_rules(problem, barred), strict=True))
    return tuple(
        Unmatched(int(problem.mentee_ids[mentee]), int(missing[mentee]), reasons[place], rules.get(mentee))
        for mentee, place in zip(short.tolist(), which.tolist(), strict=True)
    )


def _barring_rules(problem: Problem, mentees: NDArray[np.int64]) -> list[Rule]:
    rules: list[Rule] = []
    for block in blocks(mentees, len(problem.mentor_ids)):
        rules += problem.eligibility.barring_rule(block, problem.coverage.units(block) > 0)
    return rules


def _with_reasons(problem: Problem, chosen: Candidates) -> Pairs:
    start, skill, share = problem.coverage.covered(chosen.mentee, chosen.mentor)
    pair = np.repeat(np.arange(len(chosen.mentee)), np.diff(start))
    score = np.bincount(pair, weights=share, minlength=len(chosen.mentee))
    rules = problem.eligibility
    return Pairs(
        mentee=problem.mentee_ids[chosen.mentee],
        mentor=problem.mentor_ids[chosen.mentor],
        levels=np.multiply(chosen.units, problem.coverage.levels_a_unit, dtype=np.float64),
        score=np.minimum(np.round(score, SHARE_DIGITS - 1), 1),
        shared_hours=chosen.shared_hours,
        shared_languages=rules.mentee_languages[chosen.mentee] & rules.mentor_languages[chosen.mentor],
        covered_from=start,
        skill=skill,
        share=share,
    )


def _count(positions: NDArray[np.int64], of: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.bincount(positions, minlength=len(of))
