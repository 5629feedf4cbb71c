"""Every model of the app, gathered for Django; code imports them from their own applets."""

from content.activity.models import Activity
from content.catalogue.models import CatalogueVersion, Module, ModuleEffect
from content.planning.models import LearningTime, Plan, PlanItem, WeekTold

__all__ = [
    "Activity",
    "CatalogueVersion",
    "LearningTime",
    "Module",
    "ModuleEffect",
    "Plan",
    "PlanItem",
    "WeekTold",
]
