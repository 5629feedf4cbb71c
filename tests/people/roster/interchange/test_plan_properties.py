"""What must hold for every roster: order does not matter, a second run plans nothing, nothing is lost.

Rosters come from a generator with a seed, and `apply_to_state` checks the rules of the database each time.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifow.people.roster.interchange import (
    NO_LIMITS,
    PersonState,
    RosterState,
    UnitState,
    parse_roster,
    plan_roster,
)
from tests.backing.examples import examples
from tests.people.roster.apply import apply_to_state

START = date(2026, 3, 2)
IDS = ["P1", "P2", "P3", "P4", "P5"]
DATES = "Hire Date;Termination Date;Employment Status"
UNIT_CELLS = {
    "by path": (
        "Org Unit;Org Unit Code",
        ["Acme;", "Acme / Sales;", "Acme / Sales / EMEA;", "Sales;", "Acme / Sales;S1", "Acme / Growth;S1"],
        ["Growth;S1", "Acme / Sales / EMEA;E1", "Acme;A0", "Acme / Sales;S2", ";S1", ";X9", ";"],
    ),
    "by path in another way": (
        "Org Unit;Org Unit Code",
        ["Acme;", "Acme > Sales;", "Acme / Sales;", "Acme › Sales › EMEA;", "Sales;", "Acme > Growth;S1"],
        ["Growth;S1", "Acme » Sales » EMEA;E1", "Acme;A0", "Flat > Unit;", ";S1", ";"],
    ),
    "by parent": (
        "Org Unit;Org Unit Code;Org Unit Parent",
        ["Acme;A0;", "Sales;S1;A0", "Growth;S1;A0", "Sales;S1;", "EMEA;E1;S1", "Sales;S1;E1", "EMEA;E1;"],
        ["Acme;;", "Sales;;", "Acme / Sales;;", "Acme;A0;E1", ";S1;A0", "New;N1;Q7"],
    ),
}


def day(random):
    return (START + timedelta(random.randint(-40, 40))).isoformat() if random.random() < 0.6 else ""


def line(random, external_id, units):
    own = f"{external_id}@x.org"
    cells = [
        external_id,
        random.choice(["Ama", "Bo"]),
        random.choice([own, own, own, "", "ama@x.org", "bo@x.org", "Hand@x.org"]),
        random.choice(["Rep", "Lead"]),
        random.choice(units),
        random.choice(["", "", "P1", "P2", "P3", "P4", "P9"]),
        random.choice(["", "", "hand@x.org", "P1@x.org"]),
        day(random),
        random.choice(["", "", day(random)]),
        random.choice(["active", "active", "active", "leave", "prehire", "terminated"]),
    ]
    return ";".join(cells)


def roster(random):
    """Headings and lines of some of the people, each line with good and bad cells in it."""
    unit_headings, *units = UNIT_CELLS[random.choice(list(UNIT_CELLS))]
    headings = f"Employee ID;First Name;Work Email;Job Title;{unit_headings};Manager ID;Manager Email;{DATES}"
    some = random.sample(IDS, random.randint(0, len(IDS)))
    return headings, [line(random, external_id, units[0] + units[1]) for external_id in some]


def planned(state, headings, rows, as_of):
    parsed = parse_roster("\n".join([headings, *rows]))
    return plan_roster(state, parsed, as_of=as_of, limits=NO_LIMITS)


def someone_entered_by_hand():
    units = (
        UnitState(id=7, key="by-hand", name="Acme"),
        UnitState(id=8, key="S2", name="Thing", parent=7),
        UnitState(id=9, key="acme-sales", name="Acme > Sales"),
        UnitState(id=10, key="flat-unit", name="Flat > Unit"),
    )
    return RosterState((PersonState(9, None, "Hand@x.org", "Hand"),), units)


def imports(seed):
    """A few imports one after the other: (state before, headings, rows, as_of, plan, state after)."""
    random, state, as_of = Random(seed), someone_entered_by_hand(), START
    for _ in range(random.randint(1, 5)):
        headings, rows = roster(random)
        as_of += timedelta(random.randint(0, 12))
        plan = planned(state, headings, rows, as_of)
        after = apply_to_state(state, plan)
        yield state, headings, rows, as_of, plan, after
        state = after


seeds = given(st.integers(0, 2**32))
often = settings(max_examples=examples(200), deadline=None)


@often
@seeds
def test_a_second_run_of_the_same_file_plans_nothing(seed):
    for _, headings, rows, as_of, _, after in imports(seed):
        assert planned(after, headings, rows, as_of).is_empty


@often
@seeds
def test_the_order_of_the_rows_does_not_change_the_plan(seed):
    for before, headings, rows, as_of, plan, _ in imports(seed):
        other = planned(before, headings, rows[::-1], as_of)

        assert replace(other, problems=()) == replace(plan, problems=())
        found, expected = (
            sorted((each.code, each.column, each.value) for each in it.problems) for it in (other, plan)
        )
        assert found == expected


@often
@seeds
def test_no_row_of_employment_is_ever_dropped(seed):
    for before, *_, after in imports(seed):
        for person in before.people:
            kept = [row.id for row in after.by_id[person.id].employments][: len(person.employments)]
            assert kept == [row.id for row in person.employments]


@often
@seeds
def test_neither_managers_nor_org_units_ever_form_a_circle(seed):
    for *_, after in imports(seed):
        current = {person.id: person.current for person in after.people}
        managers = {person: row.manager for person, row in current.items() if row}
        for above in (managers, {unit.id: unit.parent for unit in after.units}):
            assert all(reaches_the_top(member, above) for member in above)


def reaches_the_top(member, above):
    for _ in range(len(above) + 2):
        if member is None:
            return True
        member = above.get(member)
    return False


@often
@seeds
def test_whoever_has_a_bad_row_stays_as_they_are(seed):
    for before, _, rows, _, plan, after in imports(seed):
        for external_id in {rows[problem.line - 2].split(";")[0] for problem in plan.problems}:
            assert after.by_external_id.get(external_id) == before.by_external_id.get(external_id)


@often
@seeds
def test_who_is_absent_has_left_unless_they_may_be_here_under_a_new_id(seed):
    for before, _, rows, _, plan, after in imports(seed):
        named = {row.split(";")[0] for row in rows}
        in_question = {one.person for one in plan.same_people}
        for person in before.people:
            if person.external_id and person.external_id not in named and person.id not in in_question:
                assert after.by_id[person.id].current is None
        assert all(change.writes[-1].status == "terminated" for change in plan.terminated)


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_does_not_depend_on_the_order_of_the_stored_people(seed):
    for before, headings, rows, as_of, plan, _ in imports(seed):
        turned = RosterState(before.people[::-1], before.units)

        assert set(planned(turned, headings, rows, as_of).employments) == set(plan.employments)
