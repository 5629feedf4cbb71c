"""Who was above whom on a day: what makes a rating a manager's."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from lifow.people.persons.choices import STAYING
from lifow.people.persons.models import Employment

# Further up than any company is deep: a roster whose managers go round in a circle ends here too.
MOST_STEPS = 50


class Tie(NamedTuple):
    """A person, somebody who may be above them, and the day that is asked about."""

    person_id: int
    above_id: int
    day: date


class _Line(NamedTuple):
    """Whom somebody reports to, from one day to another; None is an end that is open."""

    manager_id: int
    starts_on: date
    ends_on: date | None


def ties_in_line(ties: Iterable[Tie]) -> set[Tie]:
    """Those of the ties in which the person reported to the other on that day, directly or through others.

    By the employments as they are known now; a query for each step upwards, one where all report directly.
    """
    reached = {tie: tie.person_id for tie in ties}
    lines: dict[int, list[_Line]] = {}
    found: set[Tie] = set()
    for _step in range(MOST_STEPS):
        if not reached:
            break
        lines |= _lines_of({pk for pk in reached.values() if pk not in lines})
        managers = {tie: _manager_on(lines[pk], tie.day) for tie, pk in reached.items()}
        found |= {tie for tie, manager_id in managers.items() if manager_id == tie.above_id}
        reached = {tie: pk for tie, pk in managers.items() if pk is not None and tie not in found}
    return found


def _lines_of(person_ids: Collection[int]) -> Mapping[int, list[_Line]]:
    lines: dict[int, list[_Line]] = defaultdict(list, {pk: [] for pk in person_ids})
    rows = Employment.objects.filter(person__in=person_ids, manager__isnull=False, status__in=STAYING)
    rows = rows.only("person", "manager", "starts_on", "ends_on")
    for row in rows:
        lines[row.person_id].append(_Line(row.manager_id or 0, row.starts_on, row.ends_on))
    return lines


def _manager_on(lines: Iterable[_Line], day: date) -> int | None:
    in_force = (one for one in lines if one.starts_on <= day and (one.ends_on is None or day <= one.ends_on))
    return next((one.manager_id for one in in_force), None)
