"""What a module changes, in levels, with its interval: takers against comparable people who did not take it.

What takers and others differ by before is part level, part error of the reading: who is read too low by
chance is recommended the module, and reads higher next time without it (regression to the mean; Lord, 1967).
A difference in differences takes all of that difference for level, a regression on the level before takes a
fixed part for error: the truth lies between the two (Ding & Li, 2019). Which part it is, is estimated: a
reading yet before does not share the error that led to the module (Ashenfelter, 1978; Chay, McEwan &
Urquiola, 2005, who correct for it in this way).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf, sqrt

import numpy as np

from content.effect.compute.columns import Bools, Floats, Ints, TouchColumns
from content.effect.compute.pairs import UNTOUCHED, Pairs

HALF_YEAR = 183
LEAST_PEOPLE = 8
"""Takers, and others, below which nothing is estimated."""
USUALLY_NEEDED = 60
"""Takers with whom an effect of half a level is mostly found; what is said where nothing is estimated yet."""
CARRY_PRIOR, CARRY_SPREAD = 0.85, 0.2
"""What is expected of the share of a difference that is carried on: from some .55, where readings alone lead
to a module, to about 1, where the level itself does. The spread is that of all values in between."""
TREND_SPREAD = 0.15
SINCE_OPENED = 90
"""Days after which a module counts as one that people had the choice to take."""
TWO_SIDED, POWER = 1.959964, 0.841621
"""Quantiles of the normal distribution: a test at 5%, found four times in five."""
EFFECT_TO_FIND = 0.5
"""Levels."""
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Difference:
    """Two differences between takers and others, of the same pairs, and their sampling covariance."""

    first: float
    second: float
    first_variance: float
    second_variance: float
    both: float


@dataclass(frozen=True, slots=True)
class Sums:
    """What the pairs of a module and a skill say, before what is known of all modules comes in.

    takers, others  people
    outcome         of the readings after, and before; None where there are too few people
    earlier         of the readings before, and of the ones yet before, where the module was new; or None
    trend           covariance of after and before, of before and earlier, and the sampling variance of the
                    ratio's numerator, of all pairs without a module
    """

    takers: int
    others: int
    outcome: Difference | None = None
    earlier: Difference | None = None
    trend: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Carry:
    """How much of a difference before is there afterwards without any module.

    share     of the difference between takers and others, which is part error of the reading
    variance  of that estimate
    trend     how much wider differences between levels are at the next reading, of everybody
    """

    share: float = CARRY_PRIOR
    variance: float = CARRY_SPREAD**2
    trend: float = 1.0


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect of a module on a skill, in levels.

    levels, error  estimate and its standard error; 0 and infinity where nothing can be estimated
    freedom        degrees of freedom of the t distribution of its interval, 0 where there is none
    takers, others people on whom it rests
    needed         takers with whom an effect of half a level would be found four times in five
    """

    levels: float
    error: float
    freedom: int
    takers: int
    others: int
    needed: int

    def interval(self, chance: float) -> tuple[float, float]:
        """The interval that holds the effect with this chance."""
        if not self.freedom:
            return -inf, inf
        from scipy.stats import t

        reach = float(t.ppf((1 + chance) / 2, self.freedom)) * self.error
        return self.levels - reach, self.levels + reach


def sums_of(pairs: Pairs, module: int, skill: int, touches: TouchColumns) -> Sums:
    """What the pairs of people say of a module and a skill.

    Takers' readings are compared with those of others within source and half-year, given the days between
    the two readings, by least squares. The variances are robust to unequal spreads (HC3: MacKinnon & White,
    1985), and of people, each of whom may have several pairs.
    """
    own = touches.module == module
    of_skill, is_taker = _comparable(pairs, module, skill, touches)
    takers, others = (len(np.unique(of_skill.person[rows])) for rows in (is_taker, ~is_taker))
    if _is_too_small(of_skill, is_taker):
        return Sums(takers, others, trend=_trend_of(pairs))
    outcome = _difference(of_skill, is_taker, of_skill.after, of_skill.before)
    is_new = of_skill.before_day <= touches.began[own].min() + SINCE_OPENED
    known = is_new & ~np.isnan(of_skill.earlier)
    of_new, is_taker = of_skill.take(known), is_taker[known]
    earlier = None
    if not _is_too_small(of_new, is_taker):
        earlier = _difference(of_new, is_taker, of_new.before, of_new.earlier)
    return Sums(takers, others, outcome, earlier, _trend_of(pairs))


def carry_of(modules: Sequence[Sums]) -> Carry:
    """How much of a difference before is carried on, from all modules of a company together.

    Who takes a module may depend on the level at the last reading, and on the error of that reading. The
    reading yet before has no part in that error: given the level it says nothing of who takes the module. So
    a difference b of the last readings goes on as κb, with κb = re: e is the difference yet before, and
    r = cov(after, before) ÷ cov(before, earlier) how differences spread or close with time. κ is that of all
    modules, by least squares, each product less what sampling error adds to it, with a normal prior.

    Those who had the choice already between the two readings before are left out of e: who is left of them is
    not whom the first of the two would have led to the module.
    """
    trend = _trend([one.trend for one in modules])
    precision, weighted = 1 / CARRY_SPREAD**2, CARRY_PRIOR / CARRY_SPREAD**2
    for one in (one.earlier for one in modules if one.earlier is not None):
        noise = CARRY_PRIOR**2 * one.first_variance + trend**2 * one.second_variance
        noise -= 2 * CARRY_PRIOR * trend * one.both
        if noise > 0:
            precision += (one.first**2 - one.first_variance) / noise
            weighted += trend * (one.first * one.second - one.both) / noise
    if precision <= 1 / CARRY_SPREAD**2:
        return Carry(trend=trend)
    return Carry(min(1.2, max(0.3, weighted / precision)), 1 / precision, trend)


def effect_of(sums: Sums, carry: Carry) -> Effect:
    """The effect of a module: what takers and others differ by afterwards, less what of their difference
    before is carried on. Its error holds the doubt about that."""
    found = sums.outcome
    if found is None:
        return Effect(0.0, inf, 0, sums.takers, sums.others, USUALLY_NEEDED)
    share = carry.share
    variance = found.first_variance - 2 * share * found.both + share**2 * found.second_variance
    variance += found.second**2 * carry.variance
    wanted = EFFECT_TO_FIND / (TWO_SIDED + POWER)
    return Effect(
        levels=found.first - share * found.second,
        error=sqrt(variance),
        freedom=sums.takers - 1,
        takers=sums.takers,
        others=sums.others,
        needed=max(LEAST_PEOPLE, ceil(sums.takers * variance / wanted**2)),
    )


def _comparable(pairs: Pairs, module: int, skill: int, touches: TouchColumns) -> tuple[Pairs, Bools]:
    """The pairs of a skill on which the effect of a module is estimated, and which of them are takers'.

    The others are of the same sources in the same half-years, of people who had not opened it before, with
    levels as they are among takers.
    """
    of_skill = pairs.take((pairs.skill == skill) & ((pairs.module == module) | (pairs.module == UNTOUCHED)))
    is_taker = of_skill.module == module
    if not is_taker.any():
        return of_skill, is_taker
    own = (touches.module == module) & (touches.skill == skill)
    began = dict(zip(touches.person[own].tolist(), touches.began[own].tolist(), strict=True))
    since = np.array([began.get(one, NEVER) for one in of_skill.person.tolist()], dtype=np.int64)
    levels = of_skill.level[is_taker]
    is_like = (of_skill.level >= levels.min()) & (of_skill.level <= levels.max())
    keep = is_taker | (is_like & (since > of_skill.before_day))
    of_skill, is_taker = of_skill.take(keep), is_taker[keep]
    stratum = _strata(of_skill)
    takers = np.bincount(stratum, weights=is_taker)[stratum]
    others = np.bincount(stratum, weights=~is_taker)[stratum]
    keep = (takers > 0) & (others > 0)
    return of_skill.take(keep), is_taker[keep]


def _is_too_small(pairs: Pairs, is_taker: Bools) -> bool:
    takers, others = pairs.person[is_taker], pairs.person[~is_taker]
    return min(len(np.unique(takers)), len(np.unique(others))) < LEAST_PEOPLE


def _strata(pairs: Pairs) -> Ints:
    """Source and half-year, numbered."""
    key = pairs.source * 10_000 + pairs.after_day // HALF_YEAR
    found: Ints = np.unique(key, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return found


def _difference(pairs: Pairs, is_taker: Bools, first: Floats, second: Floats) -> Difference:
    """What takers and others differ by in two readings: by least squares of each on taker or not, stratum,
    and years between the readings."""
    stratum, count = _strata(pairs), np.bincount(_strata(pairs))
    years = (pairs.after_day - pairs.before_day) / 365.25
    design = _within(np.stack([is_taker.astype(np.float64), years]), stratum)
    outcomes = _within(np.stack([first, second]), stratum)
    inverse = np.linalg.pinv(design.T)
    effects = inverse @ outcomes.T
    leverage = np.einsum("ij,ij->j", inverse, design) + 1 / count[stratum]
    rest = (outcomes - effects.T @ design) / np.clip(1 - leverage, 0.1, None)
    spread = _clustered(pairs.person, inverse[0] * rest)
    return Difference(
        first=float(effects[0, 0]),
        second=float(effects[0, 1]),
        first_variance=float(spread[0, 0]),
        second_variance=float(spread[1, 1]),
        both=float(spread[0, 1]),
    )


def _within(columns: Floats, group: Ints) -> Floats:
    """Columns less the mean of each group."""
    count = np.bincount(group)
    found: Floats = np.stack([one - (np.bincount(group, weights=one) / count)[group] for one in columns])
    return found


def _clustered(person: Ints, parts: Floats) -> Floats:
    """The covariance of sums whose parts hang together within a person."""
    cluster = np.unique(person, return_inverse=True)[1].reshape(-1)
    totals = np.stack([np.bincount(cluster, weights=one).astype(np.float64) for one in parts])
    found: Floats = totals @ totals.T
    return found


def _trend_of(pairs: Pairs) -> tuple[float, float, float]:
    """What pairs say of how differences between levels spread or close: see `Sums.trend`."""
    plain = pairs.take((pairs.module == UNTOUCHED) & ~np.isnan(pairs.earlier))
    if len(plain) < LEAST_PEOPLE:
        return 0.0, 0.0, 0.0
    key = np.unique(plain.skill * 100 + plain.source, return_inverse=True)[1].reshape(-1).astype(np.int64)
    after, before, earlier = _within(np.stack([plain.after, plain.before, plain.earlier]), key)
    crossed = float(before @ earlier)
    found = float(after @ before) / crossed if crossed > 0 else 1.0
    moves = float(_clustered(plain.person, (before * (after - found * earlier))[None])[0, 0])
    return float(after @ before), crossed, moves


def _trend(modules: Sequence[tuple[float, float, float]]) -> float:
    """How much wider or narrower differences between levels are by the next reading, without any module.

    The covariance of a reading with the one before, by the same of one reading earlier, so that no error of a
    reading has a part in it; with a normal prior around 1. What modules say of it is mostly of the same
    people: together they are as sure as one.
    """
    known = [one for one in modules if one[1] > 0 and one[2] > 0]
    if not known:
        return 1.0
    after, crossed, moves = (float(np.mean(column)) for column in zip(*known, strict=True))
    precision, prior = crossed**2 / moves, 1 / TREND_SPREAD**2
    return min(1.5, max(0.5, (after / crossed * precision + prior) / (precision + prior)))
