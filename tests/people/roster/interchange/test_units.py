"""Org units of a roster: found by code or by path, made, renamed and moved."""

from lifow.people.roster.interchange.parse import RosterRow
from lifow.people.roster.interchange.state import UnitState
from lifow.people.roster.interchange.units import path_names, plan_units

ACME = UnitState(1, "acme", "Acme")
SALES = UnitState(2, "S1", "Sales", parent=1, code="S1")
EMEA = UnitState(3, "acme-sales-emea", "EMEA", parent=2)
TREE = (ACME, SALES, EMEA)


def rows_of(*units):
    """Rows of (path, code, code of the parent)."""
    return [
        RosterRow(
            line=number,
            external_id=f"P{number}",
            given_name="Ama",
            unit_path=tuple(path.split(" / ")) if path else (),
            unit_code=code,
            unit_parent=parent,
        )
        for number, (path, code, parent) in enumerate(units, start=2)
    ]


def by_path(*paths):
    return rows_of(*((path, None, None) for path in paths))


def paths_after(units, plan):
    wanted = {unit.id: unit for unit in (*units, *plan.created)} | {new.id: new for _, new in plan.changed}
    return sorted(path_names(wanted.values()).values())


def test_a_path_makes_every_unit_above_it_once_and_parents_first():
    plan = plan_units((), by_path("Acme / Sales / EMEA", "Acme / Sales", "Acme / Support"))

    assert [unit.key for unit in plan.created] == [
        "acme",
        "acme-sales",
        "acme-sales-emea",
        "acme-support",
    ]
    assert paths_after((), plan) == ["Acme", "Acme / Sales", "Acme / Sales / EMEA", "Acme / Support"]


def test_a_known_path_is_found_and_nothing_is_made():
    plan = plan_units(TREE, by_path("Acme / Sales / EMEA", "Acme"))

    assert (plan.created, plan.changed) == ((), ())
    assert plan.unit_of_line == {2: 3, 3: 1}


def test_equal_names_in_two_places_are_two_units():
    plan = plan_units((), by_path("Acme / Sales", "Zeta / Sales"))

    assert [unit.key for unit in plan.created] == ["acme", "acme-sales", "zeta", "zeta-sales"]


def test_a_key_that_is_taken_gets_a_number():
    (unit,) = plan_units((UnitState(1, "r-d", "Research"),), by_path("R&D")).created

    assert unit.key == "r-d-2"


def test_a_code_with_another_name_is_a_rename():
    plan = plan_units(TREE, rows_of(("Acme / Selling", "S1", None)))

    assert [(was.name, wanted.name) for was, wanted in plan.changed] == [("Sales", "Selling")]
    assert plan.created == ()


def test_a_code_in_another_place_is_a_move_and_takes_what_is_below_along():
    plan = plan_units(
        TREE, rows_of(("Acme / Growth / Sales", "S1", None), ("Acme / Growth / Sales / EMEA", None, None))
    )

    assert paths_after(TREE, plan) == [
        "Acme",
        "Acme / Growth",
        "Acme / Growth / Sales",
        "Acme / Growth / Sales / EMEA",
    ]
    assert plan.unit_of_line[3] == EMEA.id


def test_a_name_alone_with_a_code_keeps_a_known_unit_where_it_is():
    assert plan_units(TREE, rows_of(("Sales", "S1", None))).changed == ()


def test_parents_by_code_build_the_tree_in_any_order():
    rows = rows_of(("EMEA", "E1", "S9"), ("Sales", "S9", "A0"), ("Acme", "A0", ""))
    plan = plan_units((), rows)

    assert paths_after((), plan) == ["Acme", "Acme / Sales", "Acme / Sales / EMEA"]
    assert [unit.code for unit in plan.created] == ["A0", "S9", "E1"]


def test_a_parent_that_nobody_describes_is_called_by_its_code_and_reported():
    plan = plan_units((), rows_of(("Sales", "S9", "A0")))

    assert paths_after((), plan) == ["A0", "A0 / Sales"]
    assert plan.unnamed == ("A0",)


def test_a_unit_without_a_code_is_adopted_by_its_place_or_its_key():
    plan = plan_units(TREE, rows_of(("Acme", "A0", ""), ("EMEA", "E1", "S1")))

    assert [(was.id, wanted.code) for was, wanted in plan.changed] == [(1, "A0"), (3, "E1")]
    assert plan_units((ACME,), rows_of(("", "acme", None))).changed == (
        (ACME, UnitState(1, "acme", "Acme", None, "acme")),
    )


def test_of_two_descriptions_of_a_code_the_rarer_one_is_the_bad_row():
    plan = plan_units((), rows_of(("Sales", "S1", ""), ("Sales", "S1", ""), ("Selling", "S1", "")))

    assert [(problem.line, problem.code) for problem in plan.problems] == [(4, "unit_conflict")]
    assert "Sales" in plan.problems[0].reason


def test_of_two_descriptions_that_are_equally_frequent_both_are_bad():
    plan = plan_units((), rows_of(("Sales", "S1", ""), ("Selling", "S1", "")))

    assert [problem.line for problem in plan.problems] == [2, 3]


def test_units_that_contain_each_other_are_an_error_with_the_path():
    plan = plan_units((), rows_of(("Sales", "S9", "E9"), ("EMEA", "E9", "S9"), ("Acme", "A0", "")))

    assert [(problem.line, problem.code) for problem in plan.problems] == [
        (2, "unit_cycle"),
        (3, "unit_cycle"),
    ]
    assert plan.problems[0].params["path"] in ("E9 → S9 → E9", "S9 → E9 → S9")


def test_a_circle_through_a_stored_unit_is_an_error_too():
    below = UnitState(3, "E1", "EMEA", parent=2, code="E1")
    plan = plan_units((ACME, SALES, below), rows_of(("Sales", "S1", "E1")))

    assert [problem.params["path"] for problem in plan.problems] == ["EMEA → Sales → EMEA"]


def test_a_path_that_two_units_share_is_ambiguous():
    twins = (SALES, UnitState(4, "S2", "Sales", parent=1, code="S2"))
    plan = plan_units((ACME, *twins), by_path("Acme / Sales / North", "Acme"))

    assert [(problem.line, problem.code, problem.params["count"]) for problem in plan.problems] == [
        (2, "ambiguous_unit", "2")
    ]


FLAT = UnitState(4, "acme-sales", "Acme > Sales"), UnitState(5, "acme-sales-emea-2", "Acme > Sales > EMEA")


def test_a_unit_that_is_called_by_its_path_moves_to_its_place():
    rows = by_path("Acme / Sales", "Acme / Sales / EMEA")
    plan = plan_units(FLAT, rows)

    assert [unit.name for unit in plan.created] == ["Acme"]
    assert [(was.name, wanted.name) for was, wanted in plan.changed] == [
        ("Acme > Sales", "Sales"),
        ("Acme > Sales > EMEA", "EMEA"),
    ]
    assert paths_after(FLAT, plan) == ["Acme", "Acme / Sales", "Acme / Sales / EMEA"]
    assert [plan.unit_of_line[row.line] for row in rows] == [4, 5], "whoever is in it stays there"


def test_a_unit_that_rows_call_by_its_path_or_that_has_a_code_stays():
    assert plan_units(FLAT, by_path("Acme / Sales", "Acme > Sales")).changed == ()
    coded = (UnitState(4, "acme-sales", "Acme > Sales", code="S1"),)
    assert plan_units(coded, by_path("Acme / Sales")).changed == ()


def test_a_unit_called_by_a_path_that_leads_into_itself_stays():
    inside = (UnitState(1, "flat", "Acme > Sales"), UnitState(2, "A0", "Acme", parent=1, code="A0"))
    plan = plan_units(inside, rows_of(("Acme", "A0", None), ("Acme / Sales", None, None)))

    assert [(unit.name, unit.parent) for unit in plan.created] == [("Sales", 2)]
    assert (plan.changed, plan.problems) == ((), ())
