"""Fit the two-parameter logistic model to 1,000 × 5 and to 10,000 × 200 answers, with standard errors.

Beside it PyPI's `mirt`, where it is installed (a development dependency): its seconds and MiB over the same
answers in the same run, by how much our likelihood is above the one that it ends at, and how far its
parameters are from ours, at the most, in standard errors.

How far parameters are off those that made the answers is told in their standard errors: the root of the mean
square is 1 where these are right. One set of answers to five items has ten parameters, too few to tell by: it
is outside 0.8 to 1.25 four times in ten, with `mirt` as with us. So of the small size many sets are drawn.
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
POINTS, TOLERANCE, MOST_STEPS = 121, 1e-7, 3_000
"""How `mirt` is asked to fit. After 200 answers somebody's ability is known to 0.1; the points of a grid of
61 lie farther apart, and what is found there is 69 below what a finer one finds. On a fine grid its own
tolerance of 1e-4 stops it long before the end, as much as 15 standard errors away from it."""
SEED = 3
SETS = 50
"""Sets of answers of the small size."""
MOST_SECONDS, MOST_MIB = 60, 1024
LIKELIHOODS_APART = 0.5
"""Of millions: two fits that end where nothing changes any more may differ by as much."""
ERRORS = (0.8, 1.25)
APART = 0.1
"""Standard errors: two fits of the same model are the same to what their tolerances leave."""
Scores = NDArray[np.int8]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Compared:
    """One size: our fit and what it took, and the same of `mirt`; None where that is not installed.

    off    how far our parameters are off those that made the answers, in standard errors
    """

    ours: Fit
    took: Measurement
    off: Floats
    theirs: "Theirs | None"


@dataclass(frozen=True, slots=True)
class Theirs:
    """The fit of `mirt`: its likelihood, what it took, and how far it is from ours, in standard errors."""

    log_likelihood: float
    apart: float
    took: Measurement


def run() -> Result:
    """Fit both sizes, ours first; the result's seconds and MiB are those of the larger one."""
    small, large = (compared(*size) for size in (SMALL, LARGE))
    off = {"small": _off_of_many(*SMALL), "large": _root_mean_square(large.off)}
    is_right = (
        all(ERRORS[0] <= one <= ERRORS[1] for one in off.values())
        and _is_as_mirt(small)
        and _is_as_mirt(large)
    )
    ratios = {
        "small_seconds": small.took.seconds,
        "small_mib": small.took.peak_mib,
        **{f"{size}_parameters_off_in_standard_errors": one for size, one in off.items()},
        "large_steps": large.ours.steps,
    }
    return Result(
        name="irt",
        seconds=large.took.seconds,
        cpu_seconds=large.took.cpu_seconds,
        peak_mib=large.took.peak_mib,
        ratios=ratios | _beside_mirt("small", small) | _beside_mirt("large", large),
        goal=f"{LARGE[0]:,} × {LARGE[1]} below {MOST_SECONDS} s and {MOST_MIB} MiB, errors right, "
        "parameters those of mirt and no likelihood below its",
        met=is_right and large.took.seconds < MOST_SECONDS and large.took.peak_mib < MOST_MIB,
    )


def _is_as_mirt(one: Compared) -> bool:
    if one.theirs is None:
        return one.ours.has_converged
    is_as_likely = one.ours.log_likelihood >= one.theirs.log_likelihood - LIKELIHOODS_APART
    return one.ours.has_converged and is_as_likely and one.theirs.apart <= APART


def _beside_mirt(size: str, one: Compared) -> dict[str, float]:
    if one.theirs is None:
        return {}
    return {
        f"{size}_seconds_of_mirt": one.theirs.took.seconds,
        f"{size}_mib_of_mirt": one.theirs.took.peak_mib,
        f"{size}_seconds_to_mirt": one.took.seconds / one.theirs.took.seconds,
        f"{size}_likelihood_above_mirt": one.ours.log_likelihood - one.theirs.log_likelihood,
        f"{size}_parameters_from_mirt_in_standard_errors": one.theirs.apart,
    }


def compared(people: int, number: int) -> Compared:
    """Both fits of one size."""
    items, scores = drawn(people, number)
    with measured() as took:
        ours = fit(Responses(scores))
    return Compared(ours, took, _apart(ours, items), _mirt(scores, ours))


def _off_of_many(people: int, number: int) -> float:
    """How far parameters are off over many sets of answers, in standard errors."""
    off = []
    for which in range(SETS):
        items, scores = drawn(people, number, which=which)
        off.append(_apart(fit(Responses(scores)), items))
    return _root_mean_square(np.concatenate(off))


def drawn(people: int, number: int, *, which: int = 0) -> tuple[Items, Scores]:
    """Items, and answers of people of N(0, 1) to them."""
    draw = np.random.default_rng((SEED, people, which))
    items = Items(np.exp(draw.normal(0.1, 0.3, number)), draw.normal(0, 1, (number, 1)))
    right = draw.random((people, number)) < reached(items, draw.normal(0, 1, people))[:, 0].T
    return items, right.astype(np.int8)


def _apart(ours: Fit, items: Items) -> Floats:
    """How far our parameters are from others, in standard errors."""
    slopes = (ours.items.slope - items.slope) / ours.slope_error
    thresholds = (ours.items.threshold - items.threshold) / ours.threshold_error
    return np.concatenate([slopes, thresholds.ravel()])


def _root_mean_square(values: Floats) -> float:
    return float(np.sqrt(np.mean(values**2)))


def _mirt(scores: Scores, ours: Fit) -> Theirs | None:
    """The same answers fitted by `mirt`, to its end."""
    if find_spec("mirt") is None:
        return None
    from mirt import fit_mirt

    answers = scores.astype(np.int64)
    with measured() as took:
        found = fit_mirt(answers, model="2PL", n_quadpts=POINTS, tol=TOLERANCE, max_iter=MOST_STEPS)
    slope, threshold = (np.ravel(found.model.parameters[name]) for name in ("discrimination", "difficulty"))
    apart = float(np.abs(_apart(ours, Items(slope, threshold[:, None]))).max())
    return Theirs(float(found.log_likelihood), apart, took)


if __name__ == "__main__":
    print(run().line())
