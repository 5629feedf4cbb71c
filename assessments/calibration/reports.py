"""How often statements came true, for pages: a fixed number of queries, whatever the headcount."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assessments.calibration.choices import Basis
from assessments.calibration.compute import BINS, LEAST, Sums, interval
from assessments.calibration.models import ReliabilityBin
from assessments.evidence.models import Evidence

ABOUT_80 = (7, 8)
"""The bins of statements with a chance of 70% to 90%."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a number of statements. All but their number is None where they are too few to say.

    said            mean chance
    expected        share to be confirmed were each statement exactly right, as what came later errs too
    came_true       share that was, between `low` and `high` with 80%
    brier           mean squared difference between chance and what came
    expected_brier  the same were each statement exactly right
    """

    statements: int
    said: float | None = None
    expected: float | None = None
    came_true: float | None = None
    low: float | None = None
    high: float | None = None
    brier: float | None = None
    expected_brier: float | None = None

    @classmethod
    def of(cls, sums: Sums) -> "Came":
        n = sums.statements
        if not sums.is_enough:
            return cls(n)
        low, high = interval(sums.came_true, n)
        return cls(
            statements=n,
            said=sums.chance / n,
            expected=sums.expected / n,
            came_true=sums.came_true / n,
            low=low,
            high=high,
            brier=sums.squares / n,
            expected_brier=sums.expected_squares / n,
        )

    @property
    def is_enough(self) -> bool:
        return self.said is not None

    @property
    def is_too_cautious(self) -> bool:
        """Whether more came true than exactly right statements let expect, beyond chance."""
        return self.low is not None and self.expected is not None and self.low > self.expected

    @property
    def is_too_sure(self) -> bool:
        """Whether less came true than that, beyond chance."""
        return self.high is not None and self.expected is not None and self.high < self.expected

    @property
    def came_percent(self) -> int | None:
        return None if self.came_true is None else round(self.came_true * 100)

    @property
    def expected_percent(self) -> int | None:
        return None if self.expected is None else round(self.expected * 100)


@dataclass(frozen=True, slots=True)
class BinCame:
    """The same of the statements with a chance from `start` to `end`, in percent."""

    start: int
    end: int
    came: Came


@dataclass(frozen=True, slots=True)
class SourceCame:
    """The same of the statements that rested on a source, alone or with others."""

    source: str
    came: Came


@dataclass(frozen=True, slots=True)
class Calibration:
    """A reliability table.

    basis     what the statements are held against
    whole     all statements; `about_80` those with a chance of 70% to 90%
    bins      by chance, in tenths
    sources   by source on which they rested
    as_of     when it was made
    least     statements below which nothing is said
    """

    basis: Basis
    whole: Came
    about_80: Came
    bins: tuple[BinCame, ...]
    sources: tuple[SourceCame, ...]
    as_of: datetime
    least: int = LEAST

    @property
    def is_of_true_levels(self) -> bool:
        return self.basis == Basis.TRUE_LEVELS

    @property
    def has_bins(self) -> bool:
        """Whether any line has enough statements to say something."""
        return any(one.came.is_enough for one in self.bins)


def calibrations() -> tuple[Calibration, ...]:
    """The tables that are kept, that of later evidence first; one query."""
    rows = list(ReliabilityBin.objects.order_by("basis", "source", "number"))
    return tuple(
        _calibration(basis, own) for basis in Basis if (own := [row for row in rows if row.basis == basis])
    )


def _calibration(basis: Basis, rows: list[ReliabilityBin]) -> Calibration:
    sums = {(row.source, row.number): _sums(row) for row in rows}
    step = 100 // BINS
    return Calibration(
        basis=basis,
        whole=Came.of(_total(sums["", number] for number in range(BINS))),
        about_80=Came.of(_total(sums["", number] for number in ABOUT_80)),
        bins=tuple(
            BinCame(number * step, (number + 1) * step, Came.of(sums["", number])) for number in range(BINS)
        ),
        sources=tuple(
            SourceCame(str(source.label), Came.of(_total(sums[source, number] for number in range(BINS))))
            for source in Evidence.Source
        ),
        as_of=max(row.computed_at for row in rows),
    )


def _sums(row: ReliabilityBin) -> Sums:
    return Sums(row.statements, row.chance, row.expected, row.came_true, row.squares, row.expected_squares)


def _total(parts: Iterable[Sums]) -> Sums:
    return sum(parts, Sums())
