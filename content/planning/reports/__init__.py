"""Reads for pages and the API: plans with names and reasons, material that helps and that is missing."""

from content.planning.compute import LeftOutReason
from content.planning.reports.doing import left_to_do
from content.planning.reports.material import (
    Help,
    MissingMaterial,
    leads_on,
    missing_material,
    missing_material_of,
    modules_that_help,
)
from content.planning.reports.merging import merge_counts
from content.planning.reports.more_time import step_with_more_time
from content.planning.reports.plans import (
    LearnerPlan,
    NamedPlan,
    PlanStep,
    PutOff,
    learning_time_of,
    named_plans,
    next_monday,
    plan_of,
    plans_module,
    with_staleness,
)

__all__ = [
    "Help",
    "LearnerPlan",
    "LeftOutReason",
    "MissingMaterial",
    "NamedPlan",
    "PlanStep",
    "PutOff",
    "leads_on",
    "learning_time_of",
    "left_to_do",
    "merge_counts",
    "missing_material",
    "missing_material_of",
    "modules_that_help",
    "named_plans",
    "next_monday",
    "plan_of",
    "plans_module",
    "step_with_more_time",
    "with_staleness",
]
