"""In which order the people of a skill are listed."""

import numpy as np
from numpy.typing import NDArray

from assessments.gaps.choices import GapStatus

# Further apart than the levels of any scale.
STEP = 1_000.0
PLACES = {GapStatus.GAP: 2, GapStatus.ASSESS_FIRST: 1, GapStatus.MEETS: 0}


def urgency(status: NDArray[np.int64], gap: NDArray[np.float64]) -> NDArray[np.float64]:
    """A number a requirement by which the largest is listed first.

    Known gaps come before what needs assessment, and that before what is met; in each the wider gap.
    """
    place = np.zeros(max(GapStatus) + 1)
    for one, step in PLACES.items():
        place[one] = step * STEP
    return place[status] + gap
