"""Having the people of an assignment follow what was changed of it: due days, what counts, when it is due
again."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import F

from content.activity.services import read_again
from content.assignments.choices import AssignedState
from content.assignments.compute import add_months
from content.assignments.models import AssignedPerson, Assignment, AssignmentChange
from content.assignments.notifications import tell_changed
from content.assignments.reports import WHAT_TO_DO, Followed, due_rule_of, follow
from content.assignments.services.completing import close_done, in_parts, publish_changed
from lifow.base.days import local_day

FOLLOWED = ["due_on", "counts_from", "told_due_at", "told_overdue_at"]


def follow_changes(assignment: Assignment, *, as_of: datetime) -> int:
    """Bring the rows of an assignment in line with what was changed since they followed last, in the
    transaction around, which holds it; how many due days moved.

    What is done or waived stays so. Whose day moves, and who has other modules to do, is told once.
    """
    fields = _changed_since(assignment)
    open_rows = AssignedPerson.objects.open().filter(assignment=assignment).order_by("pk")
    moved = 0
    for some in in_parts(list(open_rows.values_list("pk", flat=True))):
        locked = open_rows.filter(pk__in=some).select_related("person")
        rows = list(locked.select_for_update(of=("self",), no_key=True))
        moved += _follow(assignment, rows, fields, as_of)
    if "repeat_months" in fields:
        _repeat_otherwise(assignment)
    return moved


def note_followed(assignment: Assignment, *, gained: int, lost: int, moved: int) -> None:
    """Note that the people of an assignment have what was changed, and what came of it for them."""
    newest = AssignmentChange.objects.filter(assignment=assignment, edition=assignment.edition)
    newest.update(gained_count=gained, lost_count=lost, moved_count=moved)
    Assignment._base_manager.filter(pk=assignment.pk).update(followed_edition=F("edition"))
    assignment.followed_edition = assignment.edition


def _changed_since(assignment: Assignment) -> Mapping[str, object]:
    """What was changed since its people followed, by name, with what it was before."""
    rows = assignment.changes.filter(edition__gt=assignment.followed_edition).order_by("-edition")
    return {name: was for row in rows for name, was in row.before.items()}


def _follow(
    assignment: Assignment, rows: Sequence[AssignedPerson], fields: Mapping[str, object], as_of: datetime
) -> int:
    was = fields.get("counts_back_days")
    fewer = was - assignment.counts_back_days if isinstance(was, int) else 0
    rule = due_rule_of(assignment)
    followed = follow(rows, changed=fields.keys(), rule=rule, days_fewer=fewer, as_of=as_of)
    moved = [one for one in followed if one.is_moved]
    for one in followed:
        one.row.counts_from = one.counts_from
    for one in moved:
        one.row.due_on, one.row.told_due_at, one.row.told_overdue_at = one.due_on, None, None
    if moved or fewer:
        AssignedPerson.objects.bulk_update(rows, FOLLOWED, batch_size=200)
    _have_read(assignment, rows, fields)
    people = [row.person_id for row in rows]
    close_done(assignment, person_ids=people, as_of=as_of)
    _tell(assignment, followed if {*WHAT_TO_DO} & fields.keys() else moved, as_of)
    publish_changed(people, as_of)
    return len(moved)


def _have_read(assignment: Assignment, rows: Sequence[AssignedPerson], fields: Collection[str]) -> None:
    """Have people read again what is asked of them now and was done too long ago."""
    if not {*WHAT_TO_DO, "counts_back_days"} & {*fields}:
        return
    modules = list(assignment.steps.values_list("module_id", flat=True))
    since: dict[datetime, list[int]] = {}
    for row in rows:
        since.setdefault(row.counts_from, []).append(row.person_id)
    for moment, people in since.items():
        read_again(person_ids=people, module_ids=modules, done_before=moment)


def _tell(assignment: Assignment, followed: Sequence[Followed], as_of: datetime) -> None:
    ids = [one.row.pk for one in followed]
    rows = AssignedPerson.objects.open().filter(pk__in=ids).select_related("person").order_by("pk")
    tell_changed(list(rows), as_of=as_of)


def _repeat_otherwise(assignment: Assignment) -> None:
    """Have what was done or waived be due again by the months that hold now, or never."""
    closed = AssignedPerson.objects.filter(
        assignment=assignment, state__in=(AssignedState.DONE, AssignedState.WAIVED)
    ).newest_round()
    for some in in_parts(list(closed.order_by("pk").values_list("pk", flat=True))):
        rows = list(AssignedPerson.objects.filter(pk__in=some).select_related("person").order_by("pk"))
        for row in rows:
            months = assignment.repeat_months
            on = local_day(row.done_at, row.person.timezone) if row.done_at else row.due_on
            row.repeats_on = add_months(on, months) if months else None
        AssignedPerson.objects.bulk_update(rows, ["repeats_on"], batch_size=200)
