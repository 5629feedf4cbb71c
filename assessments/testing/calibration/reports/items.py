"""One question: what its answers say of it, by answer, by level and by calibration."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from assessments.frameworks.reports import scale_ends
from assessments.testing.bank.choices import ItemKind
from assessments.testing.bank.kinds import kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.models import ItemHealth, ItemParameters
from assessments.testing.calibration.reports.in_force import Parameters, parameters_in_force
from assessments.testing.compute.items import Items, expected_scores, information
from assessments.testing.compute.priors import SLOPE

STEP = 0.5
"""Levels between the rows of the table of information."""
WIDTH, HEIGHT, FINE = 320, 120, 10
"""Of the drawing, in pixels, and its points to a level."""
ORDINARY = SLOPE**2 / 4
"""The peak of a question as its author's prior has it: a²·½·½."""


@dataclass(frozen=True, slots=True)
class OptionUse:
    """Who chose one of the answers that are offered; None where fewer than five people are behind a number.

    thirds  how many of the people with the lowest, the middle and the highest levels
    level   mean level of those who chose it
    """

    text: str
    score: int
    is_right: bool
    count: int | None
    share: float | None
    thirds: tuple[int | None, ...]
    level: float | None


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """At a level, how much an answer tells of it, and the share of the highest score to be expected."""

    level: float
    information: float
    expected: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Where a calibration put the question; errors are None where they are not known."""

    parameters: ItemParameters
    thresholds: tuple[tuple[float, float | None], ...]


@dataclass(frozen=True, slots=True)
class ItemReport:
    """All that is told of a version to its authors; `health` is None until enough people have answered.

    curve      every half level of the scale
    line       points of the drawing of information, "x,y x,y …"
    estimates  by calibration, the newest first
    """

    version: ItemVersion
    health: ItemHealth | None
    in_force: Parameters
    options: tuple[OptionUse, ...]
    curve: tuple[CurvePoint, ...]
    line: str
    estimates: tuple[Estimate, ...]

    @property
    def peak(self) -> CurvePoint:
        """Where an answer tells most."""
        return max(self.curve, key=lambda point: point.information)


def item_report(*, version: ItemVersion) -> ItemReport:
    """Of a version that comes with its question and skill; five queries."""
    health = ItemHealth.objects.select_related("calibration", "looked_at_by").filter(version=version).first()
    in_force = parameters_in_force(version_ids=[version.pk])[version.pk]
    framework_id = version.item.skill.framework_id
    lowest, top = scale_ends({framework_id})[framework_id]
    items = Items.of([(in_force.slope, in_force.thresholds)])
    found = version.parameters.select_related("calibration").order_by("-calibration__number")[:10]
    return ItemReport(
        version=version,
        health=health,
        in_force=in_force,
        options=_options(version, health),
        curve=_curve(items, lowest, top, version.highest_score),
        line=_line(items, lowest, top),
        estimates=tuple(_estimate(one) for one in found),
    )


def _options(version: ItemVersion, health: ItemHealth | None) -> tuple[OptionUse, ...]:
    if health is None:
        return ()
    text_of = _texts(version)
    return tuple(
        OptionUse(
            text=text_of(str(one["key"])),
            score=one.get("score", 0),
            is_right=one.get("score", 0) == version.highest_score,
            count=one.get("count"),
            share=_share(one.get("count"), health.answers),
            thirds=tuple(one.get("thirds", ())),
            level=one.get("level"),
        )
        for one in health.options
        if isinstance(one, dict) and "key" in one
    )


def _texts(version: ItemVersion) -> Callable[[str], str]:
    """What stands for a key: the text of what was chosen, or what was typed itself."""
    kind, body = kind_named(version.kind), version.body
    texts = {one.key: one.text for one in kind.choices(body)}

    def text(key: str) -> str:
        if version.kind == ItemKind.ORDER:
            places = list(texts)
            told = [str(places.index(one) + 1) if one in texts else one for one in key.split(" > ")]
            return " → ".join(told)
        if version.kind == ItemKind.MATCH:
            left, _same, right = key.partition("=")
            pairs = kind.feedback(body, {"pairs": {left: right}}).chosen
            return pairs[0].text if pairs else key
        return texts.get(key, key)

    return text


def _share(count: int | None, answers: int) -> float | None:
    return None if count is None or not answers else count / answers


def _curve(items: Items, lowest: int, top: int, highest_score: int) -> tuple[CurvePoint, ...]:
    levels = np.arange(lowest, top + STEP / 2, STEP)
    told = information(items, levels)[0]
    expected = expected_scores(items, levels)[0] / highest_score
    return tuple(map(CurvePoint, levels.tolist(), told.tolist(), expected.tolist()))


def _line(items: Items, lowest: int, top: int) -> str:
    """The drawing: levels from left to right, information from the bottom up.

    The top is its peak, or that of an ordinary question if it is higher: one that tells little stays low.
    """
    levels = np.linspace(lowest, top, max(top - lowest, 1) * FINE + 1)
    told = information(items, levels)[0]
    most = max(float(told.max()), ORDINARY)
    x = (levels - lowest) / max(top - lowest, 1) * WIDTH
    y = HEIGHT - told / most * (HEIGHT - 8)
    return " ".join(f"{one:.1f},{other:.1f}" for one, other in zip(x, y, strict=True))


def _estimate(row: ItemParameters) -> Estimate:
    errors: Sequence[float | None] = [*row.threshold_ses, *[None] * len(row.thresholds)]
    pairs = zip(row.thresholds, errors[: len(row.thresholds)], strict=True)
    return Estimate(row, tuple(pairs))
