"""Every model of the app, gathered for Django; code imports them from their own applets."""

from content.activity.models import Activity
from content.catalogue.models import CatalogueVersion, Module, ModuleDraft, ModuleEffect, ModuleVersion
from content.coverage.models import CoverageState, MissingStep
from content.planning.models import LearningTime, Plan, PlanItem, WeekTold

__all__ = [
    "Activity",
    "CatalogueVersion",
    "CoverageState",
    "LearningTime",
    "MissingStep",
    "Module",
    "ModuleDraft",
    "ModuleEffect",
    "ModuleVersion",
    "Plan",
    "PlanItem",
    "WeekTold",
]
