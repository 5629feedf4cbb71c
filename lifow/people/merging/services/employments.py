"""Employments and reporting lines of a record that is merged."""

from datetime import date, timedelta

from django.db.models import Q, Value

from lifow.base.days import local_day
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services.changes import change_rows
from lifow.people.persons.choices import STAYING, WORKING
from lifow.people.persons.models import Employment, ExternalId, Person


def move_employments(merge: PersonMerge) -> None:
    """Make the merged record's employments the kept person's, and have its reports report to them.

    Of two open employments one goes on: who works goes before who is yet to begin, and that before who has
    left; then the one whose source still names the record, then the one that began later, then the kept
    person's. The other one ends on the day before the merge, where the person is.
    """
    kept, merged, at = merge.kept_id, merge.merged_id, merge.merged_at
    managers = _managers(merge)
    _end_one_of_two(merge)
    _lead_past(merge, kept, merged, above=managers[merged])
    _lead_past(merge, merged, kept, above=managers[kept])
    change_rows(merge=merge, rows=Employment.objects.filter(person=merged), at=at, person_id=kept)
    change_rows(merge=merge, rows=Employment.objects.filter(manager=merged), at=at, manager_id=kept)


def _managers(merge: PersonMerge) -> dict[int, int | None]:
    """The present manager of each of the two records, where that is neither of them."""
    both = (merge.kept_id, merge.merged_id)
    rows = Employment.objects.current().filter(person__in=both).exclude(manager__in=both)
    return {**dict.fromkeys(both), **dict(rows.values_list("person_id", "manager_id"))}


def _lead_past(merge: PersonMerge, person_id: int, other_id: int, *, above: int | None) -> None:
    """Have one of the two, who reports to the other, directly or not, report to that one's manager instead:
    nobody is above themselves."""
    rows = Employment.objects.filter(person=person_id)
    named = Q(manager=other_id)
    if Person.objects.above(Value(person_id)).filter(pk=other_id).exists():
        named |= Q(ends_on__isnull=True)
    change_rows(merge=merge, rows=rows.filter(named), at=merge.merged_at, manager_id=above)


def _end_one_of_two(merge: PersonMerge) -> None:
    rows = Employment.objects.current().filter(person__in=[merge.kept_id, merge.merged_id])
    both = sorted(rows, key=lambda row: _rank(row, merge.kept_id))
    if len(both) < 2:
        return
    over = both[0]
    today = local_day(merge.merged_at, merge.kept.timezone)
    last_day: date = max(over.starts_on, today - timedelta(days=1))
    ended = Employment.objects.filter(pk=over.pk)
    change_rows(merge=merge, rows=ended, at=merge.merged_at, ends_on=last_day)


def _rank(row: Employment, kept_id: int) -> tuple[bool, bool, bool, date, bool]:
    named = ExternalId.objects.filter(source=row.source, absent_since__isnull=True)
    return (
        row.status in WORKING,
        row.status in STAYING,
        not row.source or named.filter(person=row.person_id).exists(),
        row.starts_on,
        row.person_id == kept_id,
    )
