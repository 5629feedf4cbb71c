"""Keeping how evidence of before reads on levels that mean something else."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from assessments.frameworks.interchange.document import LevelDoc, two_decimals
from assessments.frameworks.interchange.faults import Fault, FrameworkError, Subject
from assessments.frameworks.interchange.level_maps import LevelMapping, levels_text, map_faults
from assessments.frameworks.models import Framework, LevelMap
from assessments.frameworks.reports import needs_level_map
from lifow.people.persons.models import Person


def keep_level_map(
    *,
    framework: Framework,
    before: Sequence[LevelDoc],
    after: Sequence[LevelDoc],
    mapping: LevelMapping | None,
    mapped_at: datetime,
    mapped_by: Person | None,
) -> bool:
    """Keep how a framework's evidence of before reads from now on; whether any of it reads otherwise.

    Nothing is kept where no evidence stands on the levels, or where they are the same: twice is once. It is
    called in the transaction that writes the levels, with their scale locked. Raises FrameworkError without a
    mapping that is needed, or with one that does not fit.
    """
    if not needs_level_map(framework, before, after):
        return False
    if mapping is None:
        where = Subject("scale", framework.scale.key)
        raise FrameworkError(
            [Fault("levels_mean_another_thing", where, levels_text(before), levels_text(after))]
        )
    if faults := [*map_faults(mapping, before, after)]:
        raise FrameworkError(faults)
    LevelMap.objects.create(
        framework=framework,
        before=[[level.value, level.name] for level in before],
        after=[[level.value, level.name] for level in after],
        pairs=told_pairs(mapping),
        top_before=max((level.value for level in before), default=0),
        mapped_at=mapped_at,
        mapped_by=mapped_by,
    )
    return bool(mapping.pairs)


def told_pairs(mapping: LevelMapping) -> list[list[str]]:
    """A mapping as rows keep it: pairs of old and new level as text, lowest first."""
    return [[_told(old), _told(new)] for old, new in mapping.pairs]


def _told(level: Decimal) -> str:
    return format(level.normalize(), "f")


def mapped(level: Decimal, mapping: LevelMapping | None) -> Decimal:
    """A level of before on the levels of now, at two decimals."""
    if mapping is None or not mapping.pairs:
        return level
    import numpy as np

    old, new = zip(*mapping.pairs, strict=True)
    return two_decimals(Decimal(str(np.interp(float(level), np.array(old, float), np.array(new, float)))))
