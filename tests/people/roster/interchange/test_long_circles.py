"""Circles of thousands of managers and units: ten are named, and memory grows with the file alone."""

import tracemalloc
from datetime import date

from lifow.people.roster.interchange import describe, parse_roster, plan_roster
from lifow.people.roster.interchange.rejects import write_rejects
from lifow.people.roster.interchange.state import RosterState, UnitState
from lifow.people.roster.interchange.units import path_names, plan_units
from tests.people.roster.interchange.test_units import rows_of

MANY = 10_000
HEAD = "Employee ID,First Name,Email,Department,Manager ID\n"


def test_a_circle_of_ten_thousand_managers_costs_little_and_is_told_to_each():
    lines = [f"E{n},Person {n},p{n}@x.org,S,E{(n + 1) % MANY}\n" for n in range(MANY)]
    content = (HEAD + "".join(lines)).encode()
    tracemalloc.start()
    plan = plan_roster(RosterState((), ()), parse_roster(content), as_of=date(2026, 1, 5))
    text, rejects = describe(plan, details=None), write_rejects(content, plan.problems)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {problem.code for problem in plan.problems} == {"manager_cycle"}
    assert len(plan.problems) == MANY
    assert "9,990 more → Person 0 (E0)" in text
    assert rejects.count("\n") == MANY + 1
    assert peak < 200 * 2**20


def test_units_that_contain_each_other_in_thousands_are_an_error_and_no_crash():
    plan = plan_units((), rows_of(*((f"U{n}", f"C{n}", f"C{(n + 1) % MANY}") for n in range(MANY))))
    assert len(plan.problems) == MANY
    assert {problem.code for problem in plan.problems} == {"unit_cycle"}
    assert "9,990 more" in plan.problems[0].params["path"]


def test_a_line_of_thousands_of_units_is_resolved_parents_first():
    parents = ["", *(f"C{n}" for n in range(1, 3000))]
    plan = plan_units((), rows_of(*((f"U{n}", f"C{n}", parents[n - 1]) for n in range(1, 3000))))
    assert (plan.problems, len(plan.created)) == ((), 2999)
    made = {unit.code: unit for unit in plan.created}
    assert made["C2"].parent == made["C1"].id


def test_the_path_of_a_deep_unit_names_ten_and_counts_the_rest():
    units = [UnitState(n, f"u{n}", f"U{n}", parent=n - 1 if n > 1 else None) for n in range(1, 10_001)]
    paths = path_names(units)
    assert paths[10] == " / ".join(f"U{n}" for n in range(1, 11))
    assert paths[10_000].startswith("9,990 more / U9991 / ")
