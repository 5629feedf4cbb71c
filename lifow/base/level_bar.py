"""Where the parts of a level bar lie. The same numbers serve pages, mails and plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

from lifow.base.intervals import reach_of

_REACH = reach_of()


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
    segment of five; on a scale that starts at 0, level 0 fills none. The whisker is the interval that holds
    the level in COVERAGE of all cases, level ± 1.28·sigma (`sigma` is one standard deviation, in levels), cut
    off at the ends of the scale. Raises ValueError for an empty scale.
    """
    if highest <= lowest:
        raise ValueError(f"A scale needs two levels or more, got {lowest} to {highest}.")
    origin = lowest - 1 if lowest > 0 else lowest
    span = highest - origin

    def place(value: float) -> str:
        return _percent((value - origin) / span)

    return LevelBar(
        cuts=_cuts(span),
        known=None if level is None else place(level),
        low=None if level is None or not sigma else place(level - _REACH * sigma),
        high=None if level is None or not sigma else place(level + _REACH * sigma),
        needed=None if needed is None else place(needed),
    )


@cache
def _cuts(span: float) -> tuple[str, ...]:
    """Where a scale of so many levels is cut; there are few scales, and a long list has a bar in each row."""
    return tuple(_percent(step / span) for step in range(1, ceil(span)))


def _percent(share: float) -> str:
    return f"{round(min(max(share, 0.0), 1.0) * 100, 2):g}%"


def shown_level(level: float, needed: float | None = None, *, met: bool = False) -> str:
    """Write a level for people: whole, unless the scale's requirement is not or rounding would hide a gap.

    A gap is hidden where the level is below the requirement to one decimal and rounds up to it; there is
    none to hide where the requirement is `met`.
    """
    whole_scale = needed is None or float(needed).is_integer()
    is_exact = not whole_scale or _would_hide_gap(level, needed, met=met)
    return f"{level:.1f}".removesuffix(".0") if is_exact else f"{level:.0f}"


def _would_hide_gap(level: float, needed: float | None, *, met: bool) -> bool:
    """Whether the level is below what is needed, and the whole level nearest to it is not."""
    return not met and needed is not None and round(level, 1) < needed <= round(level)


def text_bar(
    *, level: float | None, needed: float | None, lowest: int, highest: int, met: bool = False
) -> str:
    """Draw the bar in plain text: ▮ known, ▯ open, ▨ nobody knows, │ after the level needed.

    The level is drawn to the nearest whole one, and to the one below where that would hide a gap.
    """
    first = max(lowest, 1)
    filled = -1 if level is None else round(level) - _would_hide_gap(level, needed, met=met)
    marks = ["▨" if level is None else "▮" if step <= filled else "▯" for step in range(first, highest + 1)]
    if needed is not None:
        marks.insert(min(max(round(needed) - first + 1, 0), len(marks)), "│")
    return "".join(marks)


def svg_bar(bar: LevelBar) -> str:
    """Draw the bar as SVG: a segment a level, the known part, the notch that is needed, the whisker.

    Written by hand and not by a template, since a long list has one in each row.
    """
    parts = ['<svg aria-hidden="true" focusable="false">\n']
    if bar.known is None:
        parts.append(
            '<rect x="0.5" y="3.5" width="100%" height="7" rx="2" fill="url(#hatch)"/>\n'
            '<rect class="level-nobody" x="0.5" y="3.5" width="100%" height="7" rx="2"/>\n'
        )
    else:
        parts.append(
            '<rect class="level-track" x="0" y="3" width="100%" height="8" rx="2"/>\n'
            f'<rect class="level-known" x="0" y="3" width="{bar.known}" height="8" rx="2"/>\n'
            '<rect class="level-known" x="0" y="3" width="2" height="8" rx="1"/>\n'
        )
    parts.append(_drawn_cuts(bar.cuts))
    if bar.needed is not None:
        parts.append(_upright("level-needed-halo", bar.needed, 2, 12) + "\n")
        parts.append(_upright("level-needed", bar.needed, 0, 14) + "\n")
    if bar.low is not None and bar.high is not None:
        parts.append(f'<line class="level-sure" x1="{bar.low}" x2="{bar.high}" y1="15.5" y2="15.5"/>\n')
        parts.append(_upright("level-sure", bar.low, 13.5, 17.5) + "\n")
        parts.append(_upright("level-sure", bar.high, 13.5, 17.5) + "\n")
    return "".join([*parts, "</svg>"])


@cache
def _drawn_cuts(cuts: tuple[str, ...]) -> str:
    return "".join(_upright("level-cut", cut, 2, 12) for cut in cuts)


def _upright(name: str, place: str, top: float, bottom: float) -> str:
    return f'<line class="{name}" x1="{place}" x2="{place}" y1="{top:g}" y2="{bottom:g}"/>'


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
