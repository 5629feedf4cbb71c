"""Levels of evidence on today's levels, for pages and messages."""

from collections.abc import Iterable
from datetime import UTC
from decimal import Decimal

from django.db.models import Exists, OuterRef

from assessments.evidence.models import Evidence
from assessments.evidence.selectors import errors_as_read, level_maps
from assessments.frameworks.models import LevelMap


def on_todays_levels(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The same pieces, whose `level` and `standard_error` are what they read as on the levels of now; the
    ledger stays as it is.

    From `with_is_mapped` there is no query where no map of levels is later than any of them.
    """
    rows = list(evidence)
    mapped = [one for one in rows if getattr(one, "is_mapped", True)]
    if mapped:
        for one, level, error in zip(mapped, *_read_now(mapped), strict=True):
            one.level, one.standard_error = level, error
    return rows


def later_maps(*, framework: str, recorded_at: str) -> Exists:
    """Whether a map of a framework's levels is later than a piece of evidence: `Exists` for `annotate`."""
    return Exists(LevelMap.objects.filter(framework=OuterRef(framework), mapped_at__gt=OuterRef(recorded_at)))


def _read_now(evidence: list[Evidence]) -> tuple[list[Decimal], list[Decimal | None]]:
    """Levels and standard errors as they read now."""
    import numpy as np

    recorded = [one.recorded_at.astimezone(UTC).replace(tzinfo=None) for one in evidence]
    skill = np.array([one.skill_id for one in evidence], dtype=np.int64)
    recorded_at, now = (
        np.array(recorded, dtype="M8[us]"),
        np.full(len(evidence), np.datetime64("9999-12-31", "us")),
    )
    maps = level_maps()
    level = np.array([float(one.level) for one in evidence])
    error = np.array([float(one.standard_error or 0) for one in evidence])
    errors = errors_as_read(
        lambda levels: maps.levels(skill, levels, recorded_at, now), level, error, np.arange(len(evidence))
    )
    levels = maps.levels(skill, level, recorded_at, now)
    return (
        [Decimal(str(level)) for level in levels.tolist()],
        [Decimal(str(error)) if error else None for error in errors.tolist()],
    )
