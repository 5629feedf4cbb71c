"""Which row is about whom: by external id, then by email for people whom the source has not named before."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lifow.base.listing import first_names
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.repeats import duplicates, has_left
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.state import EmploymentRow, PersonState, RosterState, Status


@dataclass(frozen=True, slots=True)
class Match:
    """A row and its person: `id` is negative and `person` None where the person is new."""

    row: RosterRow
    id: int
    person: PersonState | None
    status: Status

    @property
    def current(self) -> EmploymentRow | None:
        return self.person.current if self.person else None

    @property
    def zone(self) -> str:
        """The time zone in which the person is."""
        return self.row.timezone or (self.person.timezone if self.person else "UTC")

    @property
    def is_linked(self) -> bool:
        return self.person is not None and self.person.external_id is None

    @property
    def email(self) -> str:
        """The email that the person will have, "" for none."""
        if self.row.email is not None:
            return self.row.email
        return self.person.email.lower() if self.person else ""

    @property
    def label(self) -> str:
        return f"{self.name} ({self.row.external_id})"

    @property
    def name(self) -> str:
        """The name that the person will have."""
        given = self.row.given_name or (self.person.given_name if self.person else "")
        family = self.row.family_name
        if family is None:
            family = self.person.family_name if self.person else ""
        return f"{given} {family}".strip()


@dataclass(frozen=True, slots=True)
class Matching:
    """Rows by what they mean, each in the order of external ids.

    `staying` are employed or about to be; `leaving` are known people who have left; `former` left before
    lifow knew them. `elsewhere` are people of whom another source says where they work, and its last file had
    them: what this one says is not taken, be it that they have left (`left_elsewhere`).
    """

    staying: tuple[Match, ...]
    leaving: tuple[Match, ...]
    former: tuple[RosterRow, ...]
    elsewhere: tuple[Match, ...]
    left_elsewhere: tuple[Match, ...]
    problems: tuple[RowProblem, ...]


def match_people(
    state: RosterState, rows: Iterable[RosterRow], as_of: date, gone: Collection[int] = ()
) -> Matching:
    """Match rows to people, whatever the order of the rows.

    `gone` are ids of people who have left and of whom no row speaks: their address may pass to somebody.
    Problems: `active_after_end`, `ambiguous_email`, `duplicate_email`, `email_of_another`, and
    `missing_value` of what somebody new needs.
    """
    in_order = sorted(rows, key=lambda row: row.external_id)
    known = state.by_external_id
    contradictory = [row for row in in_order if _is_contradictory(row, as_of)]
    clear = [row for row in in_order if not _is_contradictory(row, as_of)] if contradictory else in_order
    others = [row for row in clear if is_of_another(state, row)]
    lines_of_others = {row.line for row in others}
    own = [row for row in clear if row.line not in lines_of_others] if others else clear
    left = [row for row in own if has_left(row, as_of)]
    leaving = tuple(_known_match(state, row, Status.TERMINATED) for row in left if row.external_id in known)
    staying, problems = _staying(state, [row for row in own if not has_left(row, as_of)], as_of)
    return Matching(
        staying=staying,
        leaving=leaving,
        former=tuple(row for row in left if row.external_id not in known),
        elsewhere=tuple(
            _known_match(state, row, Status.ACTIVE) for row in others if not has_left(row, as_of)
        ),
        left_elsewhere=tuple(
            _known_match(state, row, Status.TERMINATED) for row in others if has_left(row, as_of)
        ),
        problems=(
            *map(_contradiction, contradictory),
            *problems,
            *_email_problems(state, staying, {*gone, *(match.id for match in leaving)}),
        ),
    )


def _known_match(state: RosterState, row: RosterRow, status: Status) -> Match:
    person = state.by_external_id[row.external_id]
    return Match(row, person.id, person, status)


def is_of_another(state: RosterState, row: RosterRow) -> bool:
    """Whether another source says where the row's person works, and has not dropped them since."""
    person = state.by_external_id.get(row.external_id)
    holder = person.current.source if person and person.current else ""
    return person is not None and holder not in ("", state.source) and holder in person.also_named_by


def _is_contradictory(row: RosterRow, as_of: date) -> bool:
    """Whether the row says that somebody works here, and that their last day is over."""
    return row.status in (Status.ACTIVE, Status.LEAVE) and row.end_on is not None and row.end_on < as_of


def _contradiction(row: RosterRow) -> RowProblem:
    end_on = row.end_on.isoformat() if row.end_on else ""
    return RowProblem(row.line, "end_on", end_on, "active_after_end", {"status": str(row.status)})


def _staying(
    state: RosterState, rows: Iterable[RosterRow], as_of: date
) -> tuple[tuple[Match, ...], list[RowProblem]]:
    """Matches of the rows that can be matched, and problems of the others."""
    unnamed: dict[str, list[PersonState]] = defaultdict(list)
    for person in state.people:
        if person.external_id is None and person.email:
            unnamed[person.email.lower()].append(person)
    staying: list[Match] = []
    problems: list[RowProblem] = []
    for row in rows:
        named = state.by_external_id.get(row.external_id)
        candidates = [named] if named else unnamed.get(row.email or "", [])
        if len(candidates) > 1:
            problems.append(_ambiguous(row, candidates))
            continue
        found = candidates[0] if candidates else None
        missing = () if found else _missing_of_somebody_new(row)
        if missing:
            problems += [RowProblem(row.line, field, "", "missing_value") for field in missing]
            continue
        match = Match(row, found.id if found else -len(staying) - 1, found, Status.ACTIVE)
        today = state.other_days.get(match.zone, as_of)
        staying.append(replace(match, status=_standing(row, found, today)))
    return tuple(staying), problems


def _missing_of_somebody_new(row: RosterRow) -> list[str]:
    """What nobody can be created without: a name, and a status where the file has that column."""
    fields = {"given_name": row.given_name is None, "status": row.status is None and "status" in row.unsaid}
    return [field for field, is_missing in fields.items() if is_missing]


def _standing(row: RosterRow, person: PersonState | None, as_of: date) -> Status:
    """The status of somebody who has not left: as the row says, else as it was.

    Whoever has begun is no prehire any more, and whoever begins later is one until then, by the day where
    they are.
    """
    current = person.current if person else None
    if current and current.status is not Status.PREHIRE:
        return row.status if row.status in (Status.ACTIVE, Status.LEAVE) else current.status
    begins = row.start_on or (current.starts_on if current else as_of)
    if row.status is Status.PREHIRE or begins > as_of:
        return Status.PREHIRE
    return Status.LEAVE if row.status is Status.LEAVE else Status.ACTIVE


def _ambiguous(row: RosterRow, candidates: Sequence[PersonState]) -> RowProblem:
    people = ", ".join(first_names(sorted(person.label for person in candidates)))
    params = {"count": str(len(candidates)), "people": people}
    return RowProblem(row.line, "email", row.email or "", "ambiguous_email", params)


def _email_problems(state: RosterState, staying: Sequence[Match], gone: Collection[int]) -> list[RowProblem]:
    """Emails that two people would have once the plan is applied; who has left gives theirs away."""
    by_email: dict[str, list[Match]] = defaultdict(list)
    for match in staying:
        if match.email:
            by_email[match.email].append(match)
    rewritten = {match.id for match in staying}
    kept = {
        person.email.lower(): person
        for person in state.people
        if person.email and person.id not in rewritten and person.id not in gone
    }
    problems = []
    for email, those in by_email.items():
        if len(those) > 1:
            lines = [match.row.line for match in those]
            problems += duplicates(lines, "email", email, "duplicate_email")
        elif email in kept:
            params = {"person": kept[email].label}
            problems.append(RowProblem(those[0].row.line, "email", email, "email_of_another", params))
    return problems
