"""Reads of frameworks: as documents, as scales, as levels to choose from."""

from assessments.frameworks.reports.documents import (
    framework_document,
    framework_plan,
    import_faults,
    level_map_counts,
    roles_in_use,
)
from assessments.frameworks.reports.levels import LevelChoice, levels_of, scale_ends, scale_tops
from assessments.frameworks.reports.replacements import (
    counted_for,
    named_skills_of,
    replaced_by,
    skills_lost,
    skills_replaced,
)
from assessments.frameworks.reports.scales import (
    evidence_counts,
    missed_levels,
    needs_level_map,
    scale_document,
)

__all__ = [
    "LevelChoice",
    "counted_for",
    "evidence_counts",
    "framework_document",
    "framework_plan",
    "import_faults",
    "level_map_counts",
    "levels_of",
    "missed_levels",
    "named_skills_of",
    "needs_level_map",
    "replaced_by",
    "roles_in_use",
    "scale_document",
    "scale_ends",
    "scale_tops",
    "skills_lost",
    "skills_replaced",
]
