"""What a roster import would do: the plan and its parts, ready to be shown and to be written."""

from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum

from lifow.base.tabular import FieldChange
from lifow.base.tabular.summaries import digest_of_plan
from lifow.people.roster.interchange.brake import Brake
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.sameness import Candidate
from lifow.people.roster.interchange.state import EmploymentRow, UnitState

Value = str | int | tuple[str, ...] | date | time | None

NOTICES = {
    "erased": "The file names people who were erased from lifow, and they are not brought in. Lines:"
    " %(lines)s. Take them out of what the HR system sends, or allow them again in the admin, under"
    " “Erasures”.",
    "manager_unknown": "%(person)s: manager %(value)s is not known, so the manager stays as it is.",
    "manager_not_employed": "%(person)s: manager %(value)s is not employed at present.",
    "without_email": "New people without an email: %(count)s. They are known, rated and planned for; they"
    " can sign in"
    " once they have one.",
    "leaves_on": "%(person)s leaves after %(date)s. The first import after that day ends the employment.",
    "last_day_differs": "%(person)s left after %(date)s according to the file and after %(kept)s in lifow:"
    " their employments there leave no room for the other day. Correct the dates in the admin.",
    "unit_named_by_code": "Org unit %(code)s has no name in the file, so it is called by its code.",
    "later_line": "%(person)s has a line that counts from its first day on. The first import from then on"
    " takes it.",
    "undated_line": "%(person)s has a line of an earlier time without its first or last day. It is not kept.",
    "circle_already_there": "Some managers form a circle already, which the file leaves as it is: %(path)s.",
    "former_employees": "%(count)s people in the file left before lifow had them. They are not created.",
    "named_elsewhere": "People of whom another system says where they work: %(count)s. What this file says of"
    " them is not taken until that system names them no more.",
    "moved_elsewhere": "People who are absent from the file and whom another system names: %(count)s. They"
    " have"
    " moved, not left.",
    "leavers_held_unread": "%(count)s people are absent from the file, but %(unread)s of its bad rows may be"
    " about them. Nobody leaves by being absent until those are corrected.",
    "blank_column": "The column “%(column)s” is blank on every line, which says nothing. People who have"
    " something"
    " there keep it: %(count)s.",
    "blank_cells": "The column “%(column)s” is blank for people who have something there, and keep it:"
    " %(count)s."
    ' If blank means none, write in_charge = ["%(field)s"] in the mapping file.',
    "leavers_held_partial": "The file is a part of a roster, so the %(count)s people absent from it stay.",
}
MANAGER_NOTICES = ("manager_unknown",)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know that stops nothing. `NOTICES[code]` is the template of its message."""

    code: str
    params: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return NOTICES[self.code] % self.params


@dataclass(frozen=True, slots=True)
class PersonCreate:
    """A new person: `fields` by the names of Person's own; those that are not there keep their defaults."""

    id: int
    external_id: str
    label: str
    fields: dict[str, Value]


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A stored person whose name, email or settings differ from the roster: the values to write."""

    id: int
    label: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class PersonLink:
    """A stored person whom the source has not named before, recognised by email."""

    id: int
    label: str
    external_id: str
    email: str


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A stored org unit with another name, place or code: write those of `wanted`."""

    was: UnitState
    wanted: UnitState
    old_path: str
    new_path: str


class Kind(StrEnum):
    """What happens to somebody's employment."""

    HIRED = "hired"
    REHIRED = "rehired"
    TERMINATED = "terminated"
    MOVED = "moved"
    CHANGED = "changed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class EmploymentChange:
    """What to write for one person, in this order: a row with an id is updated, one without is created.

    Closings come before openings, so that nobody has two open rows in between. Ids of people and units may be
    negative: of those that the plan creates. MOVED is a change of org unit or manager (and maybe more),
    CHANGED of title, code or status alone, CORRECTED of dates alone. `last_day` is that of those who are
    terminated, None of a prehire who does not start; `leaves_by_absence` tells those whom the file does
    not name, and `leaves_at_once` those whose last day it does not say: they are gone already.
    """

    person: int
    label: str
    kind: Kind
    writes: tuple[EmploymentRow, ...]
    changes: tuple[FieldChange, ...] = ()
    last_day: date | None = None
    leaves_by_absence: bool = False
    leaves_at_once: bool = False


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """The whole import before anything is written.

    To apply: `units_created` in order, `units_changed`, `created`, `linked`, `changed`, `employments`. Ids
    below zero stand for what the plan creates. `email_handovers` are stored people whose email another one
    takes over: take theirs away before writing emails. `named_again` are stored people whom the source's last
    file did not have and this one does, `named_no_more` the other way round. `same_people` are questions to
    HR: nobody is created for these rows, and nobody leaves meanwhile. `problems` are bad rows, which no item
    is about; `unread` are cells of good rows that could not be read. `is_partial` is true of a reject file.
    """

    as_of: date
    units_created: tuple[UnitState, ...] = ()
    created_unit_paths: tuple[str, ...] = ()
    units_changed: tuple[UnitChange, ...] = ()
    created: tuple[PersonCreate, ...] = ()
    linked: tuple[PersonLink, ...] = ()
    changed: tuple[PersonChange, ...] = ()
    employments: tuple[EmploymentChange, ...] = ()
    same_people: tuple[Candidate, ...] = ()
    email_handovers: tuple[int, ...] = ()
    named_again: tuple[int, ...] = ()
    named_no_more: tuple[int, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    unread: tuple[RowProblem, ...] = ()
    notices: tuple[Notice, ...] = ()
    brakes: tuple[Brake, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    is_partial: bool = False

    def is_applicable(self, *, strict: bool = False) -> bool:
        """Whether it may be written: no brake, and where that is wanted no bad row either."""
        return not self.brakes and not (strict and self.problems)

    @property
    def digest(self) -> str:
        """What tells the plan from any other that would write or say something else, whatever the limits."""
        return digest_of_plan(replace(self, as_of=date.min, brakes=()))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (
            self.units_created
            or self.units_changed
            or self.created
            or self.linked
            or self.changed
            or self.employments
        )

    @property
    def writes_nothing(self) -> bool:
        """Whether it is empty, and there is nothing to remember of it either."""
        remembered = self.same_people or self.named_again or self.named_no_more or self.email_handovers
        return self.is_empty and not remembered

    def of_kind(self, kind: Kind) -> tuple[EmploymentChange, ...]:
        return tuple(change for change in self.employments if change.kind is kind)

    @property
    def hired(self) -> tuple[EmploymentChange, ...]:
        return self.of_kind(Kind.HIRED)

    @property
    def rehired(self) -> tuple[EmploymentChange, ...]:
        return self.of_kind(Kind.REHIRED)

    @property
    def terminated(self) -> tuple[EmploymentChange, ...]:
        return self.of_kind(Kind.TERMINATED)

    @property
    def moved(self) -> tuple[EmploymentChange, ...]:
        return self.of_kind(Kind.MOVED)

    @property
    def parked(self) -> tuple[Notice, ...]:
        """People whose manager is not known, and stays as it is."""
        return tuple(notice for notice in self.notices if notice.code in MANAGER_NOTICES)
