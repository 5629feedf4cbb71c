"""Writing people, org units and their records, and what follows."""

from lifow.people.persons.services.changes import (
    close_accounts,
    follow_records,
    forget_addresses,
    touch_org_units,
)
from lifow.people.persons.services.leave import follow_leave, follow_leave_by_day
from lifow.people.persons.services.locks import keep_records, keep_records_still
from lifow.people.persons.services.records import (
    delete_employments,
    delete_external_ids,
    delete_org_units,
    save_employment,
    save_external_id,
    save_org_unit,
    save_person,
)
from lifow.people.persons.services.working_hours import WorkingHoursError, change_working_hours

__all__ = [
    "WorkingHoursError",
    "change_working_hours",
    "close_accounts",
    "delete_employments",
    "delete_external_ids",
    "delete_org_units",
    "follow_leave",
    "follow_leave_by_day",
    "follow_records",
    "forget_addresses",
    "keep_records",
    "keep_records_still",
    "save_employment",
    "save_external_id",
    "save_org_unit",
    "save_person",
    "touch_org_units",
]
