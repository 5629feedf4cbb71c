"""From evidence to what is known: the posterior level of a person on a skill.

Model. The level θ is latent and continuous; everything here is in shares of the scale's span. Before any
evidence θ ~ N(m₀, s₀²). A reading i of source s, aged a days, says

    xᵢ = θ + bₛ + εᵢ      bₛ ~ N(0, ρₛ·sdₛ²)      εᵢ ~ N(0, sdₛ²/wᵢ − ρₛ·sdₛ²)      wᵢ = 2^(−a / half-lifeₛ)

so that a single reading has the variance sdₛ²/wᵢ, that is the precision (1/sdₛ²)·2^(−a/half-life), and
raters of one source share the error bₛ. Integrating bₛ out leaves one reading a source,

    uᵢ = wᵢ / (1 − ρₛ·wᵢ)     U = Σuᵢ     x̄ₛ = Σuᵢxᵢ / U     τₛ = (1/sdₛ²) · U / (1 + ρₛ·U)

and the normal-normal posterior: precision 1/s₀² + Στₛ, mean the precision-weighted mean (Gelman et al.,
Bayesian Data Analysis, 2.5). n fresh readings are worth n / (1 + (n − 1)ρₛ) of one, which is the design
effect of clustered data (Kish, 1965), and never more than 1/ρₛ: ten peers are not ten independent tests.

Of one rater only the newest reading counts. More than half of the variance of ratings is the rater's own
(Scullen, Mount & Goff, 2000), so a repeat adds hardly any information of its own; and a rater who rates
again after a training means the new level, not the mean of both. The same goes for a test that names no
rater: it is taken again. Other readings that name none (observed work, raters who were removed since) cannot
be told to be repeats: each counts. A reading whose precision has fallen below LEAST_PRECISION counts no more.
"""

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.gaps.compute.columns import (
    NO_RATER,
    Bools,
    Days,
    EvidenceColumns,
    Floats,
    IdIndex,
    Ints,
    sums,
)
from assessments.gaps.compute.formula_1.policy import PRIOR_SD, NormalPolicy

SOURCES = max(Source) + 1

LEAST_PRECISION = 0.01 / PRIOR_SD**2
"""A hundredth of what the default expectation has. A reading that says less moves a level by less than a
hundredth of the scale: what a report then said of the person would be the prior, under the name of evidence.
By the default policy a self-rating says as little after two and a half years, a manager's after almost
seven, a test's after nearly thirteen."""


def counting(evidence: EvidenceColumns, as_of: int, oldest: Days) -> Bools:
    """Which rows count on that day: observed by then, not expired before it, and not too old to tell.

    oldest  see SourcePrecision
    """
    first_day = (as_of - oldest).take(evidence.source)
    day = evidence.observed_on
    return (day <= as_of) & (day >= first_day) & (evidence.valid_until >= as_of)


def newest_of_rater(group: Ints, rater: Ints, day: Days) -> Ints:
    """Of rows sorted by group and then by evidence id: the newest one of each (group, rater).

    Rows with NO_RATER are of as many raters, but those of Source.TEST of one. Of two on one day it is the
    later row. Each row is compared with its followers one, two, three … rows on, as far as its group
    reaches: groups are small, and few have more than one row.

    group  (person, skill) · SOURCES + source
    """
    newest = np.ones(len(group), dtype=bool)
    row, on = np.flatnonzero(group[1:] == group[:-1]), 1
    while len(row):
        again = row[rater[row] == rater[row + on]]
        again = again[(rater[again] != NO_RATER) | (group[again] % SOURCES == Source.TEST)]
        newest[np.where(day[again] <= day[again + on], again, again + on)] = False
        on += 1
        row = row[: np.searchsorted(row, len(group) - on)]
        row = row[group[row] == group[row + on]]
    return np.flatnonzero(newest)


def in_company(group: Ints) -> Bools:
    """Of sorted groups: which rows share theirs with the row before or after."""
    follows = np.zeros(len(group) + 1, dtype=bool)
    np.equal(group[1:], group[:-1], out=follows[1:-1])
    return follows[1:] | follows[:-1]


class SourcePrecision:
    """The precision that readings add under a policy, looked up by source and age in days.

    oldest  the age, by source, up to which a reading has LEAST_PRECISION; −1 where a fresh one lacks it
    """

    __slots__ = ("_ages", "_alone", "_inverse_variance", "_shared", "oldest")

    def __init__(self, policy: NormalPolicy, oldest: int) -> None:
        self._ages = oldest + 1
        self._shared = np.zeros(SOURCES)
        self._inverse_variance = np.zeros(SOURCES)
        alone = np.zeros((SOURCES, self._ages))
        for source, trust in policy.sources.items():
            self._shared[source] = trust.shared_error
            self._inverse_variance[source] = trust.sd**-2
            alone[source] = np.exp2(-np.arange(self._ages) / trust.half_life_days) * trust.sd**-2
        self._alone = alone.ravel()
        self.oldest = ((alone >= LEAST_PRECISION).sum(axis=1) - 1).astype(np.int32)

    def of_rows(self, group: Ints, source: NDArray[np.uint8], age: Days) -> Floats:
        """Each row's part of the precision of its group of readings.

        group  rows of one person, skill and source, equal and next to each other
        """
        precision = self._alone.take(source.astype(np.int64) * self._ages + age)
        several = np.flatnonzero(in_company(group))
        shared = self._shared_among(group[several], source[several], precision[several])
        precision[several] = shared
        return precision

    def _shared_among(self, group: Ints, source: NDArray[np.uint8], alone: Floats) -> Floats:
        run = np.cumsum(np.diff(group, prepend=-1) != 0) - 1
        shared, scale = self._shared[source], self._inverse_variance[source]
        information = alone / (1 - shared * alone / scale)
        total = sums(run, information, 0).take(run)
        return information / (1 + shared * total / scale)


def posterior(
    row: Ints, level: Floats, precision: Floats, prior_mean: Floats, prior_precision: Floats
) -> tuple[Floats, Floats]:
    """Mean and standard deviation per posterior row, normal-normal, in the unit of the levels given.

    row  which posterior row each reading belongs to; readings are added in the order given
    """
    rows = len(prior_mean)
    total = sums(row, precision, rows) + prior_precision
    mean = sums(row, precision * level, rows) + prior_precision * prior_mean
    return mean / total, 1 / np.sqrt(total)


class PriorTable:
    """The policy's prior of each (role family, skill position), the default where it has none."""

    __slots__ = ("_families", "_mean", "_precision", "_width")

    def __init__(self, policy: NormalPolicy, skills: Ints) -> None:
        families = np.array(sorted({family for family, _ in policy.priors}), dtype=np.int64)
        self._families = IdIndex(families)
        self._width = len(skills)
        mean = np.full((len(families) + 1, len(skills)), policy.default_prior.mean)
        sd = np.full_like(mean, policy.default_prior.sd)
        if policy.priors:
            keys = np.array(list(policy.priors), dtype=np.int64)
            column = IdIndex(skills).positions(keys[:, 1])
            here = column >= 0
            row = 1 + self._families.positions(keys[here, 0])
            mean[row, column[here]] = np.array([prior.mean for prior in policy.priors.values()])[here]
            sd[row, column[here]] = np.array([prior.sd for prior in policy.priors.values()])[here]
        self._mean = mean.ravel()
        self._precision = (1 / (sd * sd)).ravel()

    def of(self, family: Ints, skill: Ints) -> tuple[Floats, Floats]:
        """Mean and precision, in shares of the span, for family ids and skill positions."""
        at = (self._families.positions(family) + 1) * self._width + skill
        return self._mean.take(at), self._precision.take(at)
