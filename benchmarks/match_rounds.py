"""Rounds of matching where seats are scarce: does everybody get a turn, is each round the best, does it stay?

Companies of several shapes (`mentoring_worlds`). In each round all seats are free again, and who was served
comes back as one who has not waited. R is the fewest rounds in which a flow of R × seats serves everybody
who can be served. Each round is compared with its optimum by another way (`round_oracle`), but in the large
world, where matching looks at the best candidates only. Then one mentor withdraws after the first round, and
one learner: how many proposals of others change?

`python -m benchmarks.match_rounds WORLD …` tries these worlds only; the figures of each go to stderr.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks import round_oracle as oracle
from benchmarks.harness import Result, measured
from benchmarks.mentoring_worlds import WORLDS, Company, company
from mentoring.matching.compute import EarlierRounds, MatchPolicy, MatchResult, match

SEEDS = (1, 2, 3)
WITHDRAWALS = 5
MOST_EXTRA, MOST_CHANGED, TOLERANCE = 1, 0.05, 1e-6
POLICY = MatchPolicy()
EXACT_LEARNERS = 500
NO_PAIRS = np.zeros((0, 2), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Figures:
    """How one company fared.

    `fewest` is R, `took` the rounds until everybody was served. `off` is how far a round was from its optimum
    at most, as a share; `too_long` in how many rounds a shorter longest wait was possible. `levels` are those
    closed until then, each gap of a learner once, against as many rounds without waiting, and `now` those of
    the first round against the most that any round can close. `never` is whom rounds without waiting left
    unserved. `changed` is the largest share of proposals that a withdrawal changed beside its own.
    """

    fewest: int
    took: int
    off: float
    too_long: int
    levels: float
    now: float
    never: int
    changed: float

    def faults(self) -> list[str]:
        found = {
            "rounds": self.took > self.fewest + MOST_EXTRA,
            "optimum": self.off > TOLERANCE or self.too_long > 0,
            "changed": self.changed > MOST_CHANGED,
        }
        return [name for name, is_missed in found.items() if is_missed]

    def line(self) -> str:
        return (
            f"R {self.fewest:2}  served by {self.took:2}  off {self.off:.1e}  too long {self.too_long}  "
            f"levels {self.levels:.3f}  now {self.now:.3f}  never without waiting {self.never:3}  "
            f"changed {self.changed:.4f}  {' '.join(self.faults())}"
        )


def run(names: Sequence[str] = ()) -> Result:
    """Try every company, print a line each to stderr, and hold the worst of each figure against its bar."""
    with measured() as measurement:
        found = dict(_tried(names))
    rows = list(found.values())
    return Result(
        name="match_rounds",
        seconds=measurement.seconds,
        cpu_seconds=measurement.cpu_seconds,
        peak_mib=measurement.peak_mib,
        ratios={
            "rounds_beyond_the_fewest": max(one.took - one.fewest for one in rows),
            "off_the_optimum": max(one.off for one in rows),
            "rounds_with_too_long_a_wait": sum(one.too_long for one in rows),
            "levels_to_matching_without_waiting": float(np.mean([one.levels for one in rows])),
            "levels_of_a_first_round_to_the_most": float(np.mean([one.now for one in rows])),
            "never_served_without_waiting": float(np.mean([one.never for one in rows])),
            "changed_by_one_withdrawal": max(one.changed for one in rows),
        },
        goal=f"all served by R + {MOST_EXTRA}, every round its optimum, at most {MOST_CHANGED:.0%} of "
        "proposals changed by one withdrawal",
        met=not any(one.faults() for one in rows),
    )


def _tried(names: Sequence[str]) -> Iterator[tuple[str, Figures]]:
    for name in names or WORLDS:
        for seed in SEEDS:
            found = figures(company(WORLDS[name], seed), seed)
            print(f"{name:26} seed {seed}  {found.line()}", file=sys.stderr, flush=True)
            yield f"{name}, {seed}", found


def figures(people: Company, seed: int) -> Figures:
    """Run rounds until everybody has been served, and what is compared with them."""
    mentees, mentors, barriers = people
    table = oracle.pairs_of(mentees, mentors, barriers, POLICY)
    seats = np.where((table.levels > 0).any(axis=0), mentors.seats, 0)
    can: NDArray[np.bool_] = np.any(table.levels[:, seats > 0] > 0, axis=1)
    fewest = oracle.fewest_rounds(table, seats)
    is_exact = len(mentees.ids) <= EXACT_LEARNERS
    waited, unserved = np.zeros_like(mentees.ids), can.copy()
    results: list[MatchResult] = []
    off, too_long = 0.0, 0
    while unserved.any() and len(results) < 4 * fewest:
        result = match(*people, POLICY, _earlier(people, waited))
        if is_exact:
            best = oracle.best_worth(table, seats, waited, result.rounds)
            off = max(off, abs(best - result.objective) / best if best == best else 1.0)
            too_long += oracle.has_timetable(table, seats, waited, result.rounds - 1)
        results.append(result)
        served = np.isin(mentees.ids, result.pairs.mentee)
        unserved &= ~served
        waited = np.where(served, 0, waited + 1)
    most = oracle.most_levels(table, seats)
    return Figures(
        fewest=fewest,
        took=len(results) + (4 * fewest if unserved.any() else 0),
        off=off,
        too_long=too_long,
        levels=_closed(people, results) / most.levels,
        now=results[0].levels / most.levels,
        never=int(can.sum()) - most.served,
        changed=_changed(people, results[0], seed),
    )


def _earlier(
    people: Company, waited: NDArray[np.int64], proposed: NDArray[np.int64] = NO_PAIRS
) -> EarlierRounds:
    return EarlierRounds(people[0].ids, waited.astype(np.float64), proposed, NO_PAIRS)


def _closed(people: Company, results: Sequence[MatchResult]) -> float:
    """The weighted levels that the rounds close, each gap once."""
    needs = people[0].needs
    keys = zip(needs.person.tolist(), needs.skill.tolist(), strict=True)
    worth = dict(zip(keys, needs.weighted_gap.tolist(), strict=True))
    covered = {
        (pair.mentee, one.skill) for result in results for pair in result.pairs for one in pair.covered
    }
    return float(sum(worth.get(key, oracle.LEAST) for key in covered))


def _changed(people: Company, first: MatchResult, seed: int) -> float:
    """The largest share of open proposals that change when a mentor, or a learner, withdraws."""
    draw = np.random.default_rng(seed)
    proposed = np.stack([first.pairs.mentee, first.pairs.mentor], axis=1)
    shares = []
    for place in draw.choice(len(proposed), min(WITHDRAWALS, len(proposed)), replace=False):
        for gone in proposed[place]:
            rest = _without(people, int(gone))
            others = proposed[(proposed != gone).all(axis=1)]
            now = match(*rest, POLICY, _earlier(rest, np.zeros(len(rest[0].ids), dtype=np.int64), others))
            kept = {(pair.mentee, pair.mentor) for pair in now.pairs} & set(map(tuple, others.tolist()))
            shares.append(1 - len(kept) / max(1, len(others)))
    return float(max(shares))


def _without(people: Company, gone: int) -> Company:
    """The company without a learner's wish, or without a mentor's seats."""
    mentees, mentors, barriers = people
    return (
        replace(mentees, wanted=np.where(mentees.ids == gone, 0, mentees.wanted)),
        replace(mentors, seats=np.where(mentors.ids == gone, 0, mentors.seats)),
        barriers,
    )


if __name__ == "__main__":
    print(run(sys.argv[1:]).line())
