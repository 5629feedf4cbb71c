"""Reads for pages and the API: plans with names and reasons, the catalogue, material that is missing."""

from content.reports.catalogue import CatalogueFilter, Choice, Found, Wanted, find_modules, in_words
from content.reports.material import Help, MissingMaterial, leads_on, missing_material, modules_that_help
from content.reports.plans import (
    LearnerPlan,
    PlanStep,
    minutes_a_week,
    plan_of,
)

__all__ = [
    "CatalogueFilter",
    "Choice",
    "Found",
    "Help",
    "LearnerPlan",
    "MissingMaterial",
    "PlanStep",
    "Wanted",
    "find_modules",
    "in_words",
    "leads_on",
    "minutes_a_week",
    "missing_material",
    "modules_that_help",
    "plan_of",
]
