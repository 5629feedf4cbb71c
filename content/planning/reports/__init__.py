"""Reads for pages and the API: plans with names and reasons, material that helps and that is missing."""

from content.planning.reports.material import (
    Help,
    MissingMaterial,
    leads_on,
    missing_material,
    modules_that_help,
)
from content.planning.reports.plans import LearnerPlan, PlanStep, minutes_a_week, plan_of

__all__ = [
    "Help",
    "LearnerPlan",
    "MissingMaterial",
    "PlanStep",
    "leads_on",
    "minutes_a_week",
    "missing_material",
    "modules_that_help",
    "plan_of",
]
