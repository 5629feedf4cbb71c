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
from assessments.frameworks.services.uploads import (
    FAULTS,
    PLAN,
    carry_out_import,
    confirm_import,
    has_faults,
    plan_import_anew,
    upload_framework,
)

__all__ = [
    "FAULTS",
    "PLAN",
    "apply_framework_plan",
    "carry_out_import",
    "confirm_import",
    "has_faults",
    "plan_import_anew",
    "save_framework",
    "save_role",
    "save_role_family",
    "save_role_level",
    "save_scale",
    "save_skill",
    "upload_framework",
]
