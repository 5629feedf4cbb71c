"""Reads of frameworks: as documents, as scales, as levels to choose from."""

from assessments.frameworks.reports.documents import (
    framework_document,
    framework_plan,
    import_faults,
    roles_in_use,
)
from assessments.frameworks.reports.levels import LevelChoice, levels_of, scale_ends, scale_tops
from assessments.frameworks.reports.scales import missed_levels

__all__ = [
    "LevelChoice",
    "framework_document",
    "framework_plan",
    "import_faults",
    "levels_of",
    "missed_levels",
    "roles_in_use",
    "scale_ends",
    "scale_tops",
]
