"""Writing frameworks: as a whole by a plan, or a record at a time."""

from assessments.frameworks.services.imports import apply_framework_plan
from assessments.frameworks.services.records import (
    save_framework,
    save_role,
    save_role_family,
    save_role_level,
    save_scale,
    save_skill,
)

__all__ = [
    "apply_framework_plan",
    "save_framework",
    "save_role",
    "save_role_family",
    "save_role_level",
    "save_scale",
    "save_skill",
]
