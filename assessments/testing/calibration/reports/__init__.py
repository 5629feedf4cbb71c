"""What sittings and authors read of calibrations and of the health of questions."""

from assessments.testing.calibration.reports.calibrations import (
    CalibratedSkill,
    MovedVersion,
    calibrated_skills,
    is_far_from_levels,
    moved,
    moved_versions,
    newest_calibrations,
)
from assessments.testing.calibration.reports.health import (
    ALL,
    HELD,
    REMARKS,
    HealthCounts,
    health_counts,
    health_rows,
)
from assessments.testing.calibration.reports.in_force import (
    Parameters,
    is_held,
    parameters_in_force,
    versions_held,
)
from assessments.testing.calibration.reports.items import (
    CurvePoint,
    Estimate,
    ItemReport,
    OptionUse,
    item_report,
)
from assessments.testing.calibration.reports.readiness import (
    LEAST_ANSWERS,
    LEAST_NEW,
    LEAST_PEOPLE,
    Readiness,
    readiness,
)

__all__ = [
    "ALL",
    "HELD",
    "LEAST_ANSWERS",
    "LEAST_NEW",
    "LEAST_PEOPLE",
    "REMARKS",
    "CalibratedSkill",
    "CurvePoint",
    "Estimate",
    "HealthCounts",
    "ItemReport",
    "MovedVersion",
    "OptionUse",
    "Parameters",
    "Readiness",
    "calibrated_skills",
    "health_counts",
    "health_rows",
    "is_far_from_levels",
    "is_held",
    "item_report",
    "moved",
    "moved_versions",
    "newest_calibrations",
    "parameters_in_force",
    "readiness",
    "versions_held",
]
