"""What HR should know of a plan and need not mend: told with it, and stopping nothing."""

from collections.abc import Iterator
from datetime import date

from lifow.people.roster.interchange.changes import Notice
from lifow.people.roster.interchange.draft import Draft, absence_says_nothing
from lifow.people.roster.interchange.mapping import CAN_BE_NONE
from lifow.people.roster.interchange.matching import Match
from lifow.people.roster.interchange.parse import ParsedRoster
from lifow.people.roster.interchange.timeline import ended, last_day_of


def notices_of(draft: Draft, roster: ParsedRoster, as_of: date) -> tuple[Notice, ...]:
    """Everything of the kind, in the order of `NOTICES`: columns first, then people, then who is absent."""
    return (
        *_blank_cells(draft, roster),
        *draft.managers.notices,
        *(Notice("unit_named_by_code", {"code": code}) for code in draft.units.unnamed),
        *_of_people(draft, as_of),
        *_counted(draft, roster),
    )


def _blank_cells(draft: Draft, roster: ParsedRoster) -> Iterator[Notice]:
    """Columns that are blank for people who have what belongs there, with how many."""
    for field in CAN_BE_NONE:
        heading = roster.columns.heading(field)
        count = sum(field in match.row.unsaid and _has(match, field) for match in draft.matching.staying)
        if count:
            code = "blank_column" if heading in roster.blank else "blank_cells"
            yield Notice(code, {"count": str(count), "column": heading, "field": field})


def _has(match: Match, field: str) -> bool:
    """Whether somebody has at present what a blank cell of `field` says nothing about."""
    if field in ("family_name", "email"):
        return bool(match.person and getattr(match.person, field))
    if match.current is None:
        return False
    if field.startswith("manager"):
        is_named = bool(match.row.manager_external_id or match.row.manager_email)
        return match.current.manager is not None and not is_named
    return bool(getattr(match.current, field))


def _of_people(draft: Draft, as_of: date) -> Iterator[Notice]:
    matching = draft.matching
    for match in matching.staying:
        if match.row.end_on:
            yield Notice("leaves_on", {"person": match.label, "date": match.row.end_on.isoformat()})
    for match in matching.leaving:
        said = match.row.end_on
        kept = last_day_of(ended(match.person.employments, said, as_of)) if match.person else None
        if said and kept and said != kept:
            dates = {"date": said.isoformat(), "kept": kept.isoformat()}
            yield Notice("last_day_differs", {"person": match.label, **dates})
    labels = {match.row.external_id: match.label for match in (*matching.staying, *matching.leaving)}
    for code, ids in (("later_line", draft.each.later), ("undated_line", draft.each.undated)):
        yield from (Notice(code, {"person": labels[one]}) for one in ids if one in labels)


def _counted(draft: Draft, roster: ParsedRoster) -> Iterator[Notice]:
    """What is told of many at once, with how many."""
    matching, counts_absence = draft.matching, not absence_says_nothing(roster)
    counts = {
        "without_email": sum(match.person is None and not match.email for match in matching.staying),
        "former_employees": len(matching.former),
        "named_elsewhere": len(matching.elsewhere),
        "moved_elsewhere": len(draft.moved) if counts_absence else 0,
    }
    for code, count in counts.items():
        if count:
            yield Notice(code, {"count": str(count)})
    absent = str(len(draft.absent))
    if draft.absent and roster.is_partial:
        yield Notice("leavers_held_partial", {"count": absent})
    elif draft.absent and roster.unidentified:
        yield Notice("leavers_held_unread", {"count": absent, "unread": str(roster.unidentified)})
