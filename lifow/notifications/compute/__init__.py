"""When a person may be reached, and with what: pure functions of hours, leave, choice and cap."""

from lifow.notifications.compute.delivery import (
    Collecting,
    DeliveryPlan,
    Due,
    collection_moment,
    plan_deliveries,
)
from lifow.notifications.compute.hours import WorkingWeek, day_after, next_working_moment, working_until

__all__ = [
    "Collecting",
    "DeliveryPlan",
    "Due",
    "WorkingWeek",
    "collection_moment",
    "day_after",
    "next_working_moment",
    "plan_deliveries",
    "working_until",
]
