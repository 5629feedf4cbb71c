"""People and org units as they are now, in the words of one HR source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from functools import cached_property

from lifow.people.roster.interchange.erased import NOBODY_ERASED, ErasedIds


class Status(StrEnum):
    """Where somebody stands with the company, from one day to another."""

    PREHIRE = "prehire"
    ACTIVE = "active"
    LEAVE = "leave"
    TERMINATED = "terminated"


@dataclass(frozen=True, slots=True)
class EmploymentRow:
    """One effective-dated row; `ends_on` is its last day, None while it is open. `id` is None until stored.

    `unit` and `manager` are ids. In a plan they may be negative: of a unit or person that the plan creates.
    `source` is the system whose files say so, "" where it was entered by hand.
    """

    starts_on: date
    ends_on: date | None
    status: Status
    job_title: str
    job_code: str
    unit: int
    manager: int | None
    id: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person as stored. `external_id` is that of the roster's source, None where it has not named them.

    An `email` of "" is none. `is_named` tells whether the last file of the source had them; `also_named_by`
    are the other sources whose last file had, `dropped_by` those whose last file had no more.
    `workdays` has one bit a day, Monday the lowest. `employments` go by `starts_on`, the open one last.
    """

    id: int
    external_id: str | None
    email: str
    given_name: str
    family_name: str = ""
    timezone: str = "UTC"
    languages: tuple[str, ...] = ("en",)
    work_starts_at: time = time(9)
    work_ends_at: time = time(17)
    workdays: int = 0b0011111
    employments: tuple[EmploymentRow, ...] = ()
    is_named: bool = True
    also_named_by: tuple[str, ...] = ()
    dropped_by: tuple[str, ...] = ()
    current: EmploymentRow | None = field(init=False, repr=False, compare=False)
    """The open row that is not a termination: what makes somebody employed, or about to be."""

    def __post_init__(self) -> None:
        row = self.employments[-1] if self.employments else None
        is_open = row is not None and row.ends_on is None and row.status is not Status.TERMINATED
        object.__setattr__(self, "current", row if is_open else None)

    @property
    def has_left(self) -> bool:
        """Whether somebody was employed and is no more."""
        return bool(self.employments) and self.current is None

    @property
    def label(self) -> str:
        name = f"{self.given_name} {self.family_name}".strip()
        return f"{name} ({self.external_id})" if self.external_id else name


@dataclass(frozen=True, slots=True)
class UnitState:
    """An org unit: `key` is unique in lifow, `code` is the source's own (None where the source gave none)."""

    id: int
    key: str
    name: str
    parent: int | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many people work here whom the source has named, and in how many org units somebody works."""

    employed: int
    filled_units: int


@dataclass(frozen=True)
class RosterState:
    """Everyone and every unit, in the words of `source`. Ids are positive, external ids and emails unique.

    `former_ids` are ids by which the source named people before, with the present one; `told_apart` are
    external ids and people of whom HR has said that they are two. `erased` knows ids of people who were
    erased: lines about them are passed over. A part of everyone has the `totals` of all. `other_days` are
    the days in time zones in which it is another one than that of the plan.
    """

    people: tuple[PersonState, ...] = ()
    units: tuple[UnitState, ...] = ()
    source: str = ""
    former_ids: Mapping[str, str] = field(default_factory=dict)
    told_apart: frozenset[tuple[str, int]] = frozenset()
    erased: ErasedIds = NOBODY_ERASED
    totals: Totals | None = None
    other_days: Mapping[str, date] = field(default_factory=dict)

    @cached_property
    def by_external_id(self) -> dict[str, PersonState]:
        return {person.external_id: person for person in self.people if person.external_id is not None}

    @cached_property
    def by_id(self) -> dict[int, PersonState]:
        return {person.id: person for person in self.people}

    @cached_property
    def in_all(self) -> Totals:
        """How many there are, of whom limits allow a share."""
        if self.totals is not None:
            return self.totals
        return Totals(
            employed=sum(1 for person in self.people if person.external_id and person.current),
            filled_units=len({person.current.unit for person in self.people if person.current}),
        )
