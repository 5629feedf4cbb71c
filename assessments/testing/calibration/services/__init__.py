"""Keeping answers, calibrating the items of a skill, and what becomes of those that are held."""

from assessments.testing.calibration.services.answers import NewAnswer, record_answers
from assessments.testing.calibration.services.asking import (
    CalibrationError,
    ask_for_calibration,
    ask_for_monthly_calibrations,
)
from assessments.testing.calibration.services.calibrating import run_calibration
from assessments.testing.calibration.services.health import look_after_health
from assessments.testing.calibration.services.looking import (
    LONGEST_NOTE,
    HealthError,
    keep_item,
    retire_unhealthy_item,
)

__all__ = [
    "LONGEST_NOTE",
    "CalibrationError",
    "HealthError",
    "NewAnswer",
    "ask_for_calibration",
    "ask_for_monthly_calibrations",
    "keep_item",
    "look_after_health",
    "record_answers",
    "retire_unhealthy_item",
    "run_calibration",
]
