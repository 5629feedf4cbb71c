"""Copies of checklists in the demo company: one that is under way, and one that waits for a sign-off."""

from datetime import datetime

from content.catalogue.models import Module
from content.kinds.checklist.models import ChecklistCopy
from content.kinds.checklist.services import note_line, tick_line
from demo.company_files import Company
from demo.dates import local_moment, workday_before
from demo.services.roster import people_of

ELEVEN_O_CLOCK = 11 * 60


def load_checklists(company: Company, as_of: datetime) -> int:
    """What people have ticked and noted, as they do it on the page; how many copies."""
    told = company.evidence["checklist"]
    if ChecklistCopy.objects.exists():
        return 0
    people = people_of(company)
    modules = Module.objects.in_bulk([one["module"] for one in told], field_name="key")
    for one in told:
        person, module = people[one["employee"]], modules[one["module"]]
        day = workday_before(company.today, one["days_ago"])
        moment = local_moment(day, ELEVEN_O_CLOCK, person.timezone)
        keys = [line["key"] for line in module.parts["lines"] if not line["is_heading"]]
        for note in one["notes"]:
            key = keys[note["line"] - 1]
            note_line(person=person, module=module, key=key, note=note["text"], as_of=moment)
        for key in keys[: one["lines"]]:
            tick_line(person=person, module=module, key=key, is_ticked=True, as_of=moment)
    return len(told)
