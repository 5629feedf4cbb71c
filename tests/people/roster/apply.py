"""The state that a plan leads to: what the database has to look like once the plan is written.

It is the reference for whatever writes plans, and the means by which plans are tested.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count, pairwise

from lifow.people.roster.interchange.changes import RosterPlan
from lifow.people.roster.interchange.state import PersonState, RosterState, UnitState


def apply_to_state(state: RosterState, plan: RosterPlan) -> RosterState:
    """`state` after `plan`, with fresh positive ids for what the plan creates.

    Raises ValueError where the plan would break an integrity rule of the database: an email, external id or
    unit key twice, two open employments, a row that ends before it starts, oneself as manager; and KeyError
    for an id that is not there.
    """
    person_ids = _fresh_ids((person.id for person in state.people), (new.id for new in plan.created))
    unit_ids = _fresh_ids((unit.id for unit in state.units), (unit.id for unit in plan.units_created))
    units = {unit.id: unit for unit in state.units}
    units.update((change.was.id, change.wanted) for change in plan.units_changed)
    units.update((unit.id, unit) for unit in plan.units_created)
    people = {person.id: person for person in state.people}
    for new in plan.created:
        people[new.id] = PersonState(id=new.id, external_id=new.external_id, **new.fields)  # type: ignore[arg-type]
    _change_people(people, plan)
    row_ids = count(1 + max((row.id or 0 for each in state.people for row in each.employments), default=0))
    for employment in plan.employments:
        rows = {row.id: row for row in people[employment.person].employments}
        for write in employment.writes:
            stored = write if write.id is not None else replace(write, id=next(row_ids))
            rows[stored.id] = replace(
                stored,
                unit=unit_ids[stored.unit],
                manager=None if stored.manager is None else person_ids[stored.manager],
            )
        in_order = tuple(sorted(rows.values(), key=lambda row: row.starts_on))
        people[employment.person] = replace(people[employment.person], employments=in_order)
    applied = RosterState(
        people=tuple(replace(person, id=person_ids[person.id]) for person in people.values()),
        units=tuple(_with_ids(unit, unit_ids) for unit in units.values()),
        source=state.source,
    )
    check_integrity(applied)
    return applied


def _change_people(people: dict[int, PersonState], plan: RosterPlan) -> None:
    for link in plan.linked:
        people[link.id] = replace(people[link.id], external_id=link.external_id)
    for person_id in plan.email_handovers:
        people[person_id] = replace(people[person_id], email="")
    for change in plan.changed:
        new_values = {each.field: each.new for each in change.changes}
        people[change.id] = replace(people[change.id], **new_values)
    for person_id in plan.named_again:
        people[person_id] = replace(people[person_id], is_named=True)
    for person_id in plan.named_no_more:
        people[person_id] = replace(people[person_id], is_named=False)


def check_integrity(state: RosterState) -> None:
    """Raise ValueError for the first rule of the database that `state` breaks."""
    _once("email", (person.email.lower() for person in state.people if person.email))
    _once("external id", (person.external_id for person in state.people if person.external_id))
    _once("unit key", (unit.key for unit in state.units))
    _once("unit code", (unit.code for unit in state.units if unit.code))
    for person in state.people:
        _check_rows(person)


def _check_rows(person: PersonState) -> None:
    rows = person.employments
    if any(row.ends_on is not None and row.ends_on < row.starts_on for row in rows):
        raise ValueError(f"{person.label} has a row that ends before it starts.")
    if any(row.manager == person.id for row in rows):
        raise ValueError(f"{person.label} is their own manager.")
    for row, following in pairwise(rows):
        if row.ends_on is None or row.ends_on >= following.starts_on:
            raise ValueError(f"{person.label} has rows that overlap on {following.starts_on}.")


def _fresh_ids(stored: Iterable[int], planned: Iterable[int]) -> dict[int, int]:
    ids = {each: each for each in stored}
    fresh = count(max(ids, default=0) + 1)
    return ids | {each: next(fresh) for each in planned}


def _with_ids(unit: UnitState, ids: dict[int, int]) -> UnitState:
    return replace(unit, id=ids[unit.id], parent=None if unit.parent is None else ids[unit.parent])


def _once(what: str, values: Iterable[object]) -> None:
    seen = set()
    for value in values:
        if value in seen:
            raise ValueError(f"The {what} {value} is there twice.")
        seen.add(value)
