"""Pure computing of due days: no Django, no clock, no input or output."""

from content.assignments.compute.due_days import DueRule, add_months, first_due, moved_due, no_sooner

__all__ = ["DueRule", "add_months", "first_due", "moved_due", "no_sooner"]
