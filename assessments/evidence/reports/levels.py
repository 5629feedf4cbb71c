"""Levels of evidence on today's levels, for pages and messages."""

from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal

from django.db.models import Exists, OuterRef

from assessments.evidence.models import Evidence
from assessments.evidence.selectors import level_maps
from assessments.frameworks.models import LevelMap


def on_todays_levels(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The same pieces, whose `level` is what it reads as on the levels of now; the ledger stays as it is.

    From `with_is_mapped` there is no query where no map of levels is later than any of them.
    """
    rows = list(evidence)
    mapped = [one for one in rows if getattr(one, "is_mapped", True)]
    if mapped:
        for one, level in zip(mapped, _levels(mapped), strict=True):
            one.level = level
    return rows


def later_maps(*, framework: str, recorded_at: str) -> Exists:
    """Whether a map of a framework's levels is later than a piece of evidence: `Exists` for `annotate`."""
    return Exists(LevelMap.objects.filter(framework=OuterRef(framework), mapped_at__gt=OuterRef(recorded_at)))


def _levels(evidence: list[Evidence]) -> list[Decimal]:
    import numpy as np

    recorded = [one.recorded_at.astimezone(UTC).replace(tzinfo=None) for one in evidence]
    levels = level_maps().levels(
        np.array([one.skill_id for one in evidence], dtype=np.int64),
        np.array([float(one.level) for one in evidence]),
        np.array(recorded, dtype="M8[us]"),
        np.full(len(evidence), np.datetime64("9999-12-31", "us")),
    )
    return [Decimal(str(level)) for level in levels.tolist()]
