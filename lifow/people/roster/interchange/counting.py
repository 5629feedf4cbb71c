"""How much of each kind a plan would change: what the brakes are held against."""

from collections.abc import Iterable

from lifow.base.tabular import FieldChange
from lifow.people.roster.interchange.brake import MassChange
from lifow.people.roster.interchange.changes import RosterPlan
from lifow.people.roster.interchange.parse import ParsedRoster
from lifow.people.roster.interchange.state import RosterState

OF_EMPLOYMENT = {
    "manager": MassChange.MANAGERS,
    "org_unit": MassChange.UNITS,
    "job_code": MassChange.JOB_CODES,
}
OF_PERSON = {
    "email": MassChange.EMAILS,
    "given_name": MassChange.NAMES,
    "family_name": MassChange.NAMES,
}


def counted(state: RosterState, roster: ParsedRoster, plan: RosterPlan) -> dict[MassChange, tuple[int, int]]:
    """Of each kind how many change and of how many: people whom the source has named, lines, org units.

    Who gets what they did not have counts for nothing: a first manager takes none away.
    """
    people: dict[MassChange, set[int]] = {kind: set() for kind in MassChange}
    for employment in plan.employments:
        _count(people, OF_EMPLOYMENT, employment.person, employment.changes)
    for person in plan.changed:
        _count(people, OF_PERSON, person.id, person.changes)
    people[MassChange.LEAVERS] = {each.person for each in plan.terminated}
    counts = {kind: (len(those), state.in_all.employed) for kind, those in people.items()}
    lines = len(roster.rows) + len({problem.line for problem in roster.problems})
    named = sum(1 for row in roster.rows if row.manager_external_id or row.manager_email)
    bad = len({problem.line for problem in plan.problems})
    return counts | {
        MassChange.UNKNOWN_MANAGERS: (len(plan.parked), named),
        MassChange.EMPTIED_UNITS: _emptied(state, plan),
        MassChange.BAD_ROWS: (bad, lines),
    }


def _count(
    people: dict[MassChange, set[int]],
    kinds: dict[str, MassChange],
    person: int,
    changes: Iterable[FieldChange],
) -> None:
    for change in changes:
        if change.field in kinds and change.old not in (None, ""):
            people[kinds[change.field]].add(person)


def _emptied(state: RosterState, plan: RosterPlan) -> tuple[int, int]:
    """How many org units have somebody now and would have nobody, and how many have somebody."""
    now = {person.id: person.current.unit for person in state.people if person.current}
    after = dict(now)
    for employment in plan.employments:
        last = employment.writes[-1]
        after[employment.person] = last.unit
        if employment.kind == "terminated":
            after.pop(employment.person)
    return len(set(now.values()) - set(after.values())), state.in_all.filled_units
