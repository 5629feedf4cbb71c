"""Which item to ask next: by how much its answer is expected to settle the decision.

The doubt about “θ ≥ cut” is P·(1 − P). After an item is answered with score k it is P_k·(1 − P_k); its mean
over the scores that are likely is the doubt to be expected, and the item with the least is the best (the loss
is the Brier score of the decision: Bayesian sequential classification as in Vos, 1999, one item ahead). In
simulated sittings it needs as few items as information at the cut (Spray & Reckase, 1994), and minds what is
known beforehand; information at the level itself, and mutual information of decision and answer, need more.

Content balance: items of areas that have had their share already wait (as Kingsbury & Zara, 1989, without the
draw). Exposure: of the items that are nearly as good as the best, one is drawn (randomesque; Kingsbury &
Zara, 1989), and by the chance that `exposure` gives it each is held back from a whole sitting (Sympson &
Hetter, 1985).
"""

from collections.abc import Mapping

import numpy as np

from assessments.testing.compute.items import Bools, Floats, Ints
from assessments.testing.compute.posterior import Posterior

NEARLY = 0.75
"""What an item has to settle of what the best one does, to be drawn in its place."""
EVEN = 1e-9


def doubt_after(p: Floats, posterior: Posterior, cut: float) -> Floats:
    """The doubt P·(1 − P) that is expected after each item.

    p  P(X = k) of each item at the points of the posterior, as `probabilities` gives it
    """
    likely, met = p @ posterior.weight, p @ np.where(posterior.points >= cut, posterior.weight, 0)
    found: Floats = (met * (1 - met / likely)).sum(axis=1)
    return found


def behind(area: Ints, given: Ints, shares: Mapping[int, float]) -> Bools:
    """Of each item, whether its area has had less than its share of the items given so far, and one more.

    area    of each item
    given   areas of the items that were given
    shares  of areas, which add up to 1 or less; those without one may come at any time
    """
    allowed = np.ones(len(area), dtype=bool)
    for one, share in shares.items():
        if int((given == one).sum()) - share * (len(given) + 1) >= -EVEN:
            allowed &= area != one
    return allowed


def drawn(
    settles: Floats, allowed: Bools, held: Bools, *, among: int, draw: np.random.Generator
) -> tuple[int, tuple[int, ...]]:
    """The row of an allowed item, of those that settle the most; and of those that were passed over for it.

    settles  by how much each item lowers the doubt
    held     which are held back in this sitting, as long as there is another
    among    how many of the best there are to draw from
    """
    rows = np.flatnonzero(allowed)
    best = rows[np.argsort(-settles[rows], kind="stable")]
    near = best[: max(among, 1)]
    near = near[settles[near] >= NEARLY * settles[near[0]]]
    in_order = np.concatenate([draw.permutation(near), best[len(near) :]])
    free = ~held[in_order]
    if not free.any():
        return int(in_order[0]), ()
    first = int(np.argmax(free))
    return int(in_order[first]), tuple(in_order[:first].tolist())
