"""The history of an assignment in words: who made it, what was changed by whom, and when it ended."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.frameworks.models import Role
from assessments.testing.sittings.models import TestForm
from content.assignments.choices import Audience, DueFrom
from content.assignments.models import Assignment, AssignmentChange
from content.catalogue.models import Module
from lifow.people.persons.models import OrgUnit, Person

MOST_CHANGES = 100
MOST_NAMED = 10
KNOWN_BY = {
    "modules": Module,
    "instead_modules": Module,
    "instead_tests": TestForm,
    "people": Person,
    "role": Role,
    "org_unit": OrgUnit,
    "manager": Person,
}

Told = Mapping[str, Any]
"""Contents of an assignment as they are kept of changes."""


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One thing that was changed, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """What happened to an assignment at a moment: it was made, changed or ended."""

    what: str
    at: datetime
    by: Person | None
    parts: Sequence[ChangedPart] = ()
    change: AssignmentChange | None = None


def history_of(assignment: Assignment) -> Sequence[HistoryEntry]:
    """What became of an assignment, the newest first: the last MOST_CHANGES changes; eight queries at
    most."""
    rows = assignment.changes.select_related("changed_by").order_by("-edition")[:MOST_CHANGES]
    changes = list(rows)
    names = _names([told for one in changes for told in (one.before, one.after)])
    ended = [HistoryEntry("ended", assignment.ended_at, assignment.ended_by)] if assignment.ended_at else []
    changed = [
        HistoryEntry("changed", one.changed_at, one.changed_by, _parts(one.before, one.after, names), one)
        for one in changes
    ]
    return [*ended, *changed, HistoryEntry("made", assignment.made_at, assignment.created_by)]


def last_change_of(assignment: Assignment) -> HistoryEntry | None:
    """The last change of an assignment, for somebody who was changing it meanwhile."""
    found = assignment.changes.select_related("changed_by").order_by("-edition").first()
    if found is None:
        return None
    parts = _parts(found.before, found.after, _names([found.before, found.after]))
    return HistoryEntry("changed", found.changed_at, found.changed_by, parts, found)


def parts_between(before: Told, after: Told) -> Sequence[ChangedPart]:
    """What differs between two contents as they are told, in words; one query for each sort of things that
    are named."""
    changed = [name for name in after if before.get(name) != after[name]]
    differ = [{name: told.get(name) for name in changed} for told in (before, after)]
    return _parts(differ[0], differ[1], _names(differ))


def _parts(before: Told, after: Told, names: Mapping[str, str]) -> Sequence[ChangedPart]:
    return [
        ChangedPart(label, _words(name, before.get(name), names), _words(name, after[name], names))
        for name, label in labels().items()
        if name in after
    ]


def labels() -> Mapping[str, str]:
    """What the parts of an assignment are called, in the order of the form."""
    return {
        "modules": _("Modules"),
        "audience": _("For whom"),
        "people": _("People"),
        "role": _("Role"),
        "org_unit": _("Unit"),
        "manager": _("Manager"),
        "hired_from": _("Only people who started on or after"),
        "due_from": _("Due"),
        "due_on": _("Due on"),
        "due_days": _("Due after so many days"),
        "repeat_months": _("Again after months"),
        "title": _("Title"),
        "note": _("Why"),
        "counts_back_days": _("Days before that count"),
        "instead_modules": _("Modules that count instead"),
        "instead_tests": _("Tests that count instead"),
        "managers_may_waive": _("Managers may waive it"),
    }


def _names(some: Iterable[Told]) -> Mapping[str, str]:
    """The names of the public ids in what is told; one query a model. Whom there is no record of has none."""
    ids: dict[Any, set[str]] = {}
    for told in some:
        for name in told.keys() & KNOWN_BY.keys():
            value = told[name]
            ids.setdefault(KNOWN_BY[name], set()).update(value if isinstance(value, list) else [value or ""])
    return {
        row.public_id: str(row)
        for model, wanted in ids.items()
        for row in model.objects.filter(public_id__in=wanted)
    }


def _words(name: str, value: Any, names: Mapping[str, str]) -> str:
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        shown = ", ".join(
            names.get(one, _("somebody or something deleted since")) for one in value[:MOST_NAMED]
        )
        more = len(value) - MOST_NAMED
        return _("%(names)s and %(count)s more") % {"names": shown, "count": more} if more > 0 else shown
    if name in KNOWN_BY:
        return names.get(value, _("somebody or something deleted since"))
    words: dict[str, Any] = {"audience": dict(Audience.choices), "due_from": dict(DueFrom.choices)}
    if name in words:
        return str(words[name].get(value, value))
    day = parse_date(value) if name in ("due_on", "hired_from") else None
    return _day(day) if day else str(value)


def _day(day: date) -> str:
    return date_format(day, "j F Y")
