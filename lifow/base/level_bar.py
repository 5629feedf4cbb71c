"""Where the parts of a level bar lie. The same numbers serve pages, mails and plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class LevelBar:
    """The parts of one bar as percentages of its width, written for SVG attributes.

    `known` is None where nobody knows; `low` and `high` (the whisker) are None where the certainty is not
    given or there is nothing to be sure of; `needed` is None where nothing is required.
    """

    cuts: tuple[str, ...]
    known: str | None
    low: str | None
    high: str | None
    needed: str | None


def level_bar(
    *, level: float | None, needed: float | None, sigma: float | None, lowest: float, highest: float
) -> LevelBar:
    """Lay out a scale from `lowest` to `highest` with one segment a level.

    A scale that starts above 0 gives its lowest level a segment of its own, so level 1 of 1 to 5 fills one
    segment of five; on a scale that starts at 0, level 0 fills none. The whisker spans level ± sigma (one
    standard deviation, in levels), cut off at the ends of the scale. Raises ValueError for an empty scale.
    """
    if highest <= lowest:
        raise ValueError(f"A scale needs two levels or more, got {lowest} to {highest}.")
    origin = lowest - 1 if lowest > 0 else lowest
    span = highest - origin

    def place(value: float) -> str:
        share = min(max((value - origin) / span, 0.0), 1.0)
        return f"{round(share * 100, 2):g}%"

    return LevelBar(
        cuts=tuple(place(origin + step) for step in range(1, ceil(span))),
        known=None if level is None else place(level),
        low=None if level is None or not sigma else place(level - sigma),
        high=None if level is None or not sigma else place(level + sigma),
        needed=None if needed is None else place(needed),
    )


def shown_level(level: float, needed: float | None = None, *, met: bool = False) -> str:
    """Write a level for people: whole, unless the scale's requirement is not or rounding would hide a gap.

    A gap is hidden where the level is below the requirement to one decimal and rounds up to it; there is
    none to hide where the requirement is `met`.
    """
    whole_scale = needed is None or float(needed).is_integer()
    hides_gap = not met and needed is not None and round(level, 1) < needed <= round(level)
    return f"{level:.1f}".removesuffix(".0") if hides_gap or not whole_scale else f"{level:.0f}"


def text_bar(*, level: float | None, needed: float | None, lowest: int, highest: int) -> str:
    """Draw the bar in plain text: ▮ known, ▯ open, ▨ nobody knows, │ after the level needed."""
    first = max(lowest, 1)
    filled = -1 if level is None else round(level)
    marks = ["▨" if level is None else "▮" if step <= filled else "▯" for step in range(first, highest + 1)]
    if needed is not None:
        marks.insert(min(max(round(needed) - first + 1, 0), len(marks)), "│")
    return "".join(marks)


def gap_step(gap: float) -> int:
    """The step of the gap scale, 1 to 4, for a gap in levels; what is open at all is at least step 1."""
    return min(max(round(gap), 1), 4)


def share_step(share: float) -> int:
    """The step of the gap scale for a share of people: 0 for none, then one step each quarter, up to 4."""
    return min(ceil(share * 4), 4)


def spark_points(values: Sequence[float], *, width: float, height: float) -> list[tuple[float, float]]:
    """Spread a series over a box: x evenly from 0 to `width`, y from the lowest value at the bottom up.

    A flat series runs through the middle; fewer than two values give no points.
    """
    if len(values) < 2:
        return []
    low, high = min(values), max(values)
    rise = high - low
    step = width / (len(values) - 1)
    return [
        (round(index * step, 2), round(height * (1 - (value - low) / rise) if rise else height / 2, 2))
        for index, value in enumerate(values)
    ]
