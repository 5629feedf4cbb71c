"""What an import of questions would add, and questions as a file."""

from assessments.testing.interchange.reports.exporting import Exported, export_items, exportable_skills
from assessments.testing.interchange.reports.planning import ItemPlan, PlannedItem, Said, plan_items
from assessments.testing.interchange.reports.review import (
    ReviewedItem,
    ReviewedPlan,
    reviewed_plan,
    visible_imports,
)

__all__ = [
    "Exported",
    "ItemPlan",
    "PlannedItem",
    "ReviewedItem",
    "ReviewedPlan",
    "Said",
    "export_items",
    "exportable_skills",
    "plan_items",
    "reviewed_plan",
    "visible_imports",
]
