"""What is wrong with an item, by its statistics. Nothing is said of an item before 30 people have answered.

Each test leaves room for chance: of good items about one in ten would be named by one that did not.
"""

import math

import numpy as np

from assessments.testing.calibration.compute.health import THIRDS, ItemAnswers, ItemStatistics
from assessments.testing.calibration.reasons import Reason
from assessments.testing.compute.items import Bools

LEAST_TO_JUDGE = 30
EASY, HARD = 0.97, 0.05
SHARE_OF_ORDINARY = 1 / 3
"""An item that goes with the level for less than a third of what an ordinary one would tells next to nothing."""
DRIFTED = 0.5
"""Levels by which an item has become easier or harder, to be another item."""
MANY_SURE = 0.2
OFTEN, TIMES_THE_MEAN = 0.5, 2.5
"""An item is asked too often in half of all sittings, where the others of its skill are not."""
ONE_IN_TEN, ONE_IN_40, ONE_IN_200 = 1.2816, 1.96, 2.5758
"""Of normal deviates, one in so many is above."""


def judge(given: ItemAnswers, found: ItemStatistics, *, top: int) -> tuple[Reason, ...]:
    """What is wrong with an item whose highest score is `top`, in the order of `Reason`."""
    if len(given) < LEAST_TO_JUDGE:
        return ()
    score, wrong = given.people.score, given.is_sure_and_wrong
    drift, exposure = found.drift or 0.0, found.exposure or 0.0
    is_so = {
        Reason.WRONG_KEY: has_wrong_key(given, top=top),
        Reason.NO_DISCRIMINATION: tells_nothing(found),
        Reason.DRIFT: abs(drift) > max(DRIFTED, ONE_IN_200 * (found.drift_error or 0.0)),
        Reason.SURE_AND_WRONG: _at_least(wrong) > MANY_SURE,
        Reason.TOO_EASY: _at_least(score == top) > EASY,
        Reason.TOO_HARD: _at_least(score == 0) > 1 - HARD,
        Reason.UNUSED_OPTION: _has_unused_option(given, top=top),
        Reason.OVEREXPOSED: exposure > max(OFTEN, TIMES_THE_MEAN * given.mean_exposure),
    }
    return tuple(reason for reason in Reason if is_so[reason])


def tells_nothing(found: ItemStatistics) -> bool:
    """Whether the score goes with the level for less than a third of what an ordinary item's would.

    The correlation is taken at the upper end of what chance may have made of it (Fisher's z). Where everybody
    scores the same it is the item's level, not that it tells nothing.
    """
    r = found.point_biserial
    if r is None:
        return False
    at_most = math.tanh(math.atanh(min(max(r, -0.999), 0.999)) + ONE_IN_TEN / math.sqrt(found.answers - 3))
    return at_most < SHARE_OF_ORDINARY * found.ordinary


def has_wrong_key(given: ItemAnswers, *, top: int) -> bool:
    """Whether those who know most choose an answer that is marked wrong, rather than the right one.

    Told of items where one answer is chosen: in the upper third more choose it than the right one, beyond
    chance, and those who do are above those who choose the right one.
    """
    picked = sum(chose.astype(int) for chose in given.chosen.values())
    right = [key for key, score in given.scores.items() if score == top]
    if len(right) != 1 or not len(given) or np.max(picked) > 1:
        return False
    upper, level = given.third == THIRDS - 1, given.people.mean
    is_right = given.chosen[right[0]]
    for key, chose in given.chosen.items():
        theirs, others = int((chose & upper).sum()), int((is_right & upper).sum())
        # Of those who chose one of the two, half would choose each: the difference is a binomial's.
        is_more = theirs - others > ONE_IN_40 * math.sqrt(theirs + others)
        if key != right[0] and is_more and (not is_right.any() or level[chose].mean() > level[is_right].mean()):
            return True
    return False


def _has_unused_option(given: ItemAnswers, *, top: int) -> bool:
    """Whether nobody chooses an answer, where enough people have answered wrong to choose from."""
    wrong = int((given.people.score < top).sum())
    unused = [key for key, chose in given.chosen.items() if given.scores[key] < top and not chose.any()]
    return bool(unused) and wrong >= LEAST_TO_JUDGE


def _at_least(these: Bools) -> float:
    """The share, at the lower end of what chance may have made of it (Wilson's interval)."""
    n, z = len(these), ONE_IN_TEN
    share = float(these.mean())
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n)
