"""Which column of a roster holds which field: the headings that HR systems are known to write."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from lifow.base.listing import first_names
from lifow.base.tabular import Table, TableError, open_table
from lifow.people.roster.interchange.problems import RosterError


class Headings(NamedTuple):
    """Known headings of one field. `fallback` ones count only where the file has none of `usual`."""

    usual: tuple[str, ...]
    fallback: tuple[str, ...]


def _headings(usual: str, fallback: str = "") -> Headings:
    return Headings(tuple(usual.split(", ")), tuple(fallback.split(", ")) if fallback else ())


KNOWN_HEADINGS: Mapping[str, Headings] = {
    "external_id": _headings(
        "External ID, Employee ID, Employee Number, Employee #, Employee No, Employee Code, EEID, Worker ID,"
        " Person Number, Personnel Number, Staff ID, User ID, Associate ID, Personalnummer,"
        " Employee ID in company",
        "Person ID, Person ID External, ID",
    ),
    "given_name": _headings(
        "Given Name, First Name, Forename, Vorname", "Legal First Name, Payroll First Name"
    ),
    "family_name": _headings(
        "Family Name, Last Name, Surname, Nachname", "Legal Last Name, Payroll Last Name"
    ),
    "preferred_given_name": _headings(
        "Preferred First Name, Preferred Given Name, Preferred Name - First Name, Known As, Rufname",
        "Preferred Name, Nickname",
    ),
    "preferred_family_name": _headings(
        "Preferred Last Name, Preferred Family Name, Preferred Surname, Preferred Name - Last Name"
    ),
    "full_name": _headings(
        "Full Name, Display Name, Employee Name, Worker Name", "Name, Worker, Payroll Name, Legal Name"
    ),
    "email": _headings(
        "Work Email, Work Email Address, Email - Work, Email - Primary Work, Primary Work Email,"
        " Business Email, Business Email Address, Company Email, Work Contact: Work Email",
        "Email, Email Address, Primary Email",
    ),
    "job_title": _headings(
        "Job Title, Business Title, Position Title, Job Title Description",
        "Title, Position, Job, Job Profile, Primary Job",
    ),
    "job_code": _headings("Job Code, Job Title Code, Job Profile Code, Job Profile ID"),
    "org_unit": _headings(
        "Org Unit, Organization Unit, Organisation Unit, Organizational Unit, Supervisory Organization,"
        " Home Department Description",
        "Department, Department Name, Abteilung",
    ),
    "org_unit_code": _headings(
        "Org Unit Code, Org Unit ID, Organization Unit Code, Organizational Unit ID, "
        "Supervisory Organization ID, Home Department Code",
        "Department Code, Department ID",
    ),
    "org_unit_parent": _headings(
        "Org Unit Parent, Parent Org Unit, Parent Org Unit Code, Parent Department Code,"
        " Parent Organization Unit, Superior Organization ID"
    ),
    "manager_external_id": _headings(
        "Manager External ID, Manager ID, Manager Employee ID, Manager's Employee ID,"
        " Manager Employee Number, Line Manager ID, Manager User ID, Manager Worker ID, Supervisor ID,"
        " Supervisor Employee ID, Supervisor Employee Number, Reports To ID, Reports To Associate ID,"
        " Reports To Employee ID",
        "Manager",
    ),
    "manager_email": _headings(
        "Manager Email, Manager Work Email, Manager's Email, Line Manager Email, Supervisor Email,"
        " Supervisor Work Email, Reports To Email"
    ),
    "status": _headings(
        "Employment Status, Employee Status, Worker Status, Position Status, Lifecycle Status", "Status"
    ),
    "start_on": _headings(
        "Start On, Start Date, Hire Date, Date of Hire, Most Recent Hire Date, Last Hire Date,"
        " Employment Start Date, Eintrittsdatum",
        "Original Hire Date",
    ),
    "end_on": _headings(
        "End On, End Date, Termination Date, Leaving Date, Last Day, Last Day of Work, Last Working Day,"
        " Employment End Date, Austrittsdatum",
        "Contract End Date",
    ),
    "timezone": _headings("Time Zone, Time Zone ID"),
    "languages": _headings("Languages, Language, Languages Spoken", "Preferred Language, Locale"),
    "working_hours": _headings("Working Hours, Work Hours, Hours of Work, Work Schedule"),
}

NO_COLUMNS: Mapping[str, Sequence[str]] = MappingProxyType({})

# The file must have one column of each group, unless the mapping leaves it out.
REQUIRED = (
    ("external_id",),
    ("email",),
    ("given_name", "full_name", "preferred_given_name"),
    ("org_unit", "org_unit_code"),
)

# What a system may write over several lines, as it may any column that is not read.
MANY_LINES = ("job_title", "org_unit")

# Columns that the reject file puts in front; a file that has them is part of a roster, never the whole.
REJECT_HEADINGS = ("lifow line", "lifow column", "lifow reason")


def normalised(heading: str) -> str:
    """`heading` without case, spaces and punctuation, so that “E-mail_address” is “email address”."""
    return "".join(character for character in heading.casefold() if character.isalnum())


_USUAL = {normalised(text): field for field, known in KNOWN_HEADINGS.items() for text in known.usual}
_FALLBACK = {normalised(text): field for field, known in KNOWN_HEADINGS.items() for text in known.fallback}
_REJECT = frozenset(normalised(text) for text in REJECT_HEADINGS)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field is: `positions[field]` counts from 0 (several only for an org unit's path)."""

    headings: tuple[str, ...]
    positions: dict[str, tuple[int, ...]]
    ignored: tuple[str, ...]
    is_partial: bool

    def heading(self, field: str) -> str:
        """The heading as the file writes it; the field's own name where the file has no such column."""
        positions = self.positions.get(field, ())
        return " / ".join(self.headings[position] for position in positions) or field

    def ran_on(self, cells: list[str], later: list[list[str]]) -> bool:
        """Whether a quote that was never closed has paired with one of another row, `later` in between."""
        return self.breaks_off(cells) or any(map(self.is_somebody, later))

    def breaks_off(self, cells: Sequence[str]) -> bool:
        """Whether a cell has a line break inside that has none in any system: an id, a name, an email …"""
        return any(
            len(cells[place].strip().splitlines()) > 1
            for field, places in self.positions.items()
            if field not in MANY_LINES
            for place in places
            if place < len(cells)
        )

    def is_somebody(self, cells: Sequence[str]) -> bool:
        """Whether the cells are a whole row by themselves: one a heading, an id and an email among them."""
        if len(cells) != len(self.headings) or not cells[self.positions["external_id"][0]].strip():
            return False
        return all("@" in cells[place] for place in self.positions.get("email", ()))

    def are_headings(self, cells: Sequence[str]) -> bool:
        """Whether a row says once more what the columns are, as a second row of headings does."""
        filled = [cell for cell in cells if cell.strip()]
        return len(filled) > 2 and recognised(filled, self.headings) * 4 >= len(filled) * 3


def open_roster(
    content: bytes | str, mapped: Mapping[str, Sequence[str]], usual: Mapping[str, Sequence[str]] = NO_COLUMNS
) -> Table:
    """The file as a table, with the delimiter that gives the most known or mapped headings.

    Raises RosterError `empty_file`, `utf16_without_bom`, or `not_utf8` with the first line that is not.
    """
    extra = tuple(chain.from_iterable((*mapped.values(), *usual.values())))
    try:
        return open_table(content, lambda headings: recognised(headings, extra))
    except TableError as error:
        raise RosterError(error.code, **({"line": error.line} if error.line else {})) from error


def recognised(headings: Iterable[str], extra: Iterable[str] = ()) -> int:
    """How many of `headings` are known (or among `extra`): the measure by which a delimiter is chosen."""
    known = {normalised(text) for text in extra} | _REJECT
    return sum(
        name in known or name in _USUAL or name in _FALLBACK for name in map(normalised, headings) if name
    )


def match_columns(
    headings: Sequence[str],
    mapped: Mapping[str, Sequence[str]],
    left_out: Collection[str] = (),
    usual: Mapping[str, Sequence[str]] = NO_COLUMNS,
) -> Columns:
    """Give each field its column: as `mapped` says, else by known headings, else by the fallback ones.

    Those of `usual` are the first of the known ones, where the file has them; fields that are `left_out` have
    none. Raises RosterError `unknown_heading`, `ambiguous_columns`, `repeated_heading` or `missing_columns`,
    with the headings found.
    """
    names = [normalised(heading) for heading in headings]
    positions = {field: _mapped_positions(field, wanted, headings, names) for field, wanted in mapped.items()}
    for field, wanted in usual.items():
        there = [heading for heading in wanted if names.count(normalised(heading)) == 1]
        if there and field not in positions and field not in left_out:
            parts = there if field == "org_unit" else there[:1]
            positions[field] = _mapped_positions(field, parts, headings, names)
    taken = {position for places in positions.values() for position in places}
    for known in (_USUAL, _FALLBACK):
        found = _known_positions(names, known, {*positions, *left_out}, taken)
        for field, places in found.items():
            if len(places) > 1:
                raise _ambiguous(field, [headings[place] for place in places])
            positions[field] = (places[0],)
            taken.update(places)
    _check_required(headings, {*positions, *left_out})
    ignored = tuple(
        _shown(headings[position]) or f"column {position + 1}"
        for position, name in enumerate(names)
        if position not in taken and name not in _REJECT
    )
    return Columns(tuple(map(_shown, headings)), positions, ignored, not _REJECT.isdisjoint(names))


def _mapped_positions(
    field: str, wanted: Sequence[str], headings: Sequence[str], names: list[str]
) -> tuple[int, ...]:
    places = []
    for heading in wanted:
        found = [position for position, name in enumerate(names) if name == normalised(heading)]
        if not found:
            raise RosterError("unknown_heading", field=field, heading=heading, found=_listed(headings))
        if len(found) > 1:
            raise _ambiguous(field, [headings[place] for place in found])
        places.append(found[0])
    return tuple(places)


def _ambiguous(field: str, headings: Sequence[str]) -> RosterError:
    """That a field has several columns: of one name, which no mapping can tell apart, or of several."""
    if len(set(map(normalised, headings))) == 1:
        return RosterError("repeated_heading", count=len(headings), heading=_shown(headings[0]))
    return RosterError("ambiguous_columns", field=field, headings=_listed(headings))


def _known_positions(
    names: list[str], known: Mapping[str, str], settled: Iterable[str], taken: set[int]
) -> dict[str, list[int]]:
    settled = set(settled)
    found: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        field = known.get(name)
        if field is not None and field not in settled and position not in taken:
            found.setdefault(field, []).append(position)
    return found


def _check_required(headings: Sequence[str], found: Iterable[str]) -> None:
    missing = [group for group in REQUIRED if not set(group) & set(found)]
    if missing:
        known = "; ".join(
            f"{field}: {', '.join(KNOWN_HEADINGS[field].usual + KNOWN_HEADINGS[field].fallback)}"
            for group in missing
            for field in group
        )
        raise RosterError(
            "missing_columns",
            missing=", ".join(" or ".join(group) for group in missing),
            found=_listed(headings),
            known=known,
        )


def _listed(headings: Iterable[str]) -> str:
    return ", ".join(first_names([f"“{_shown(heading)}”" for heading in headings]))


def _shown(heading: str) -> str:
    """A heading on one line: spreadsheets write line breaks and hard spaces into them."""
    return " ".join(heading.split())
