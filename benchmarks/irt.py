"""Fit the two-parameter logistic model to 1,000 × 5 and to 10,000 × 200 answers, with standard errors.

Beside it PyPI's `mirt`, where it is installed (a development dependency): its seconds and MiB over the same
answers in the same run, and by how much our likelihood is above the one that it ends at. How far parameters
are off those that made the answers is told in their standard errors: 1 where these are right.
"""

from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from assessments.testing.compute.estimation import Fit, fit
from assessments.testing.compute.items import Items, reached
from assessments.testing.compute.responses import Responses
from benchmarks.harness import Measurement, Result, measured

SMALL, LARGE = (1_000, 5), (10_000, 200)
SEED = 3
MOST_SECONDS, MOST_MIB = 60, 1024
LIKELIHOODS_APART = 0.5
"""Of millions: two fits that end where nothing changes any more may differ by as much."""
ERRORS = (0.8, 1.25)
Scores = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Compared:
    """One size: our fit and what it took, and the same of `mirt`; None where that is not installed."""

    ours: Fit
    took: Measurement
    errors: float
    theirs: float | None
    they_took: Measurement


def run() -> Result:
    """Fit both sizes, ours first; the result's seconds and MiB are those of the larger one."""
    small, large = (compared(people, items) for people, items in (SMALL, LARGE))
    is_right = ERRORS[0] <= large.errors <= ERRORS[1] and all(
        one.ours.has_converged
        and (one.theirs is None or one.ours.log_likelihood >= one.theirs - LIKELIHOODS_APART)
        for one in (small, large)
    )
    ratios = {
        "small_seconds": small.took.seconds,
        "small_mib": small.took.peak_mib,
        "small_parameters_off_in_standard_errors": small.errors,
        "large_parameters_off_in_standard_errors": large.errors,
        "large_steps": large.ours.steps,
    }
    return Result(
        name="irt",
        seconds=large.took.seconds,
        cpu_seconds=large.took.cpu_seconds,
        peak_mib=large.took.peak_mib,
        ratios=ratios | _beside_mirt(small, large),
        goal=f"{LARGE[0]:,} × {LARGE[1]} below {MOST_SECONDS} s and {MOST_MIB} MiB, errors right, "
        "no likelihood below that of mirt",
        met=is_right and large.took.seconds < MOST_SECONDS and large.took.peak_mib < MOST_MIB,
    )


def _beside_mirt(small: Compared, large: Compared) -> dict[str, float]:
    if small.theirs is None or large.theirs is None:
        return {}
    return {
        "small_seconds_of_mirt": small.they_took.seconds,
        "large_seconds_of_mirt": large.they_took.seconds,
        "large_mib_of_mirt": large.they_took.peak_mib,
        "large_seconds_to_mirt": large.took.seconds / large.they_took.seconds,
        "small_likelihood_above_mirt": small.ours.log_likelihood - small.theirs,
        "large_likelihood_above_mirt": large.ours.log_likelihood - large.theirs,
    }


def compared(people: int, number: int) -> Compared:
    """Both fits of one size."""
    items, scores = drawn(people, number)
    with measured() as took:
        ours = fit(Responses(scores))
    theirs, they_took = _mirt(scores)
    return Compared(ours, took, _off(ours, items), theirs, they_took)


def drawn(people: int, number: int) -> tuple[Items, Scores]:
    """Items, and answers of people of N(0, 1) to them."""
    draw = np.random.default_rng((SEED, people))
    items = Items(np.exp(draw.normal(0.1, 0.3, number)), draw.normal(0, 1, (number, 1)))
    right = draw.random((people, number)) < reached(items, draw.normal(0, 1, people))[:, 0].T
    return items, right.astype(np.int8)


def _off(ours: Fit, items: Items) -> float:
    """How far parameters are off, in standard errors: the root of the mean square."""
    slopes = (ours.items.slope - items.slope) / ours.slope_error
    thresholds = (ours.items.threshold - items.threshold) / ours.threshold_error
    return float(np.sqrt(np.mean(np.concatenate([slopes, thresholds.ravel()]) ** 2)))


def _mirt(scores: Scores) -> tuple[float | None, Measurement]:
    """The likelihood that `mirt` ends at, and what that took."""
    if find_spec("mirt") is None:
        return None, Measurement()
    from mirt import fit_mirt

    answers = scores.astype(np.int64)
    with measured() as took:
        found = fit_mirt(answers, model="2PL", n_quadpts=61)
    return float(found.log_likelihood), took


if __name__ == "__main__":
    print(run().line())
