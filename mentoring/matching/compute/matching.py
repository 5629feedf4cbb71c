"""Survey all pairs, keep the best few a side, choose among them exactly, and say why."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from mentoring.matching.compute.assignment import flow_assignment
from mentoring.matching.compute.candidates import Candidates, Survey, best_among, blocks, survey
from mentoring.matching.compute.coverage import UNITS
from mentoring.matching.compute.outcome import MatchResult, Pairs, Reason, Rule, Unmatched
from mentoring.matching.compute.people import Barriers, Mentees, Mentors
from mentoring.matching.compute.policy import MatchPolicy
from mentoring.matching.compute.problem import Problem, problem_of

Assign = Callable[[Problem, Candidates], NDArray[np.bool_]]
_DEFAULT_POLICY = MatchPolicy()


def match(
    mentees: Mentees, mentors: Mentors, barriers: Barriers, policy: MatchPolicy = _DEFAULT_POLICY
) -> MatchResult:
    """Return the pairs that cover the most gap together, each with its reason.

    Every hard rule holds in pairs and shortlists. The assignment is optimal among the candidates, which are
    the best `best_of` of each mentee and of each mentor, widened until no worthwhile free seat is left beside
    an unfilled wish. The same people in any row order give the same result. Raises MatchInputError and
    MatchSolverError.
    """
    return match_by(problem_of(mentees, mentors, barriers, policy), flow_assignment)


def match_by(problem: Problem, assign: Assign) -> MatchResult:
    """The result where `assign` says which candidates are taken."""
    seen = survey(problem)
    worthwhile = seen.for_mentees.joined(seen.for_mentors)
    kept = (worthwhile.units >= problem.floor) & (problem.wanted[worthwhile.mentee] > 0)
    candidates, taken = _assigned(problem, seen, worthwhile.only(kept), assign)
    chosen = candidates.only(taken)
    shortlist = seen.for_mentees.best_of(seen.for_mentees.mentee, problem.policy.shortlist)
    return MatchResult(
        pairs=_with_reasons(problem, chosen.best_of(chosen.mentee, len(chosen.mentee))),
        shortlist=_with_reasons(problem, shortlist),
        unmatched=_unmatched(problem, seen, chosen),
        objective=_objective(problem, chosen),
        candidates=len(candidates.mentee),
    )


def _assigned(
    problem: Problem, seen: Survey, candidates: Candidates, assign: Assign
) -> tuple[Candidates, NDArray[np.bool_]]:
    """Assign, then offer free seats to mentees still short of a worthwhile mentor, until nothing is new."""
    while True:
        taken = assign(problem, candidates)
        got = _count(candidates.mentee[taken], problem.wanted)
        left = problem.seats - _count(candidates.mentor[taken], problem.seats)
        short = np.flatnonzero((got < problem.wanted) & (got < seen.worthwhile))
        wider = candidates.joined(best_among(problem, short, left > 0))
        if len(wider.mentee) == len(candidates.mentee):
            return candidates, taken
        candidates = wider


def _unmatched(problem: Problem, seen: Survey, chosen: Candidates) -> tuple[Unmatched, ...]:
    got = _count(chosen.mentee, problem.wanted)
    missing = problem.wanted - got
    short = np.flatnonzero(missing > 0)
    no_gaps = np.diff(problem.coverage.share.indptr) == 0
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
    start, skill, units = problem.coverage.covered(chosen.mentee, chosen.mentor)
    rules = problem.eligibility
    return Pairs(
        mentee=problem.mentee_ids[chosen.mentee],
        mentor=problem.mentor_ids[chosen.mentor],
        score=chosen.units / UNITS,
        shared_hours=chosen.shared_hours,
        shared_languages=rules.mentee_languages[chosen.mentee] & rules.mentor_languages[chosen.mentor],
        covered_from=start,
        skill=skill,
        share=units / UNITS,
    )


def _objective(problem: Problem, chosen: Candidates) -> float:
    return int((chosen.units - problem.floor).sum()) / UNITS


def _count(positions: NDArray[np.int64], of: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.bincount(positions, minlength=len(of))
