"""The plan of a roster against what a careful person would write by hand."""

from datetime import date

from lifow.people.hris import RosterState, apply_to_state, parse_roster, plan_roster

TODAY = date(2026, 3, 2)
ROSTER = """Employee ID,First Name,Last Name,Work Email,Job Title,Org Unit,Manager ID,Status,Hire Date
E2,Bo,Lindh,bo@example.com,Sales rep,Acme / Sales,E1,Active,2021-05-03
E1,Ama,Osei,ama@example.com,Head,Acme,,Active,2020-01-01
"""


def test_a_first_import_creates_units_before_people_and_finds_managers_in_any_order():
    plan = plan_roster(RosterState(), parse_roster(ROSTER), as_of=TODAY)
    state = apply_to_state(RosterState(), plan)

    assert [unit.name for unit in plan.units_created] == ["Acme", "Sales"]
    ama, bo = (state.by_external_id[each] for each in ("E1", "E2"))
    assert bo.current.manager == ama.id
    assert bo.current.starts_on == date(2021, 5, 3)


def test_a_second_run_of_the_same_file_plans_nothing():
    roster = parse_roster(ROSTER)
    state = apply_to_state(RosterState(), plan_roster(RosterState(), roster, as_of=TODAY))

    assert plan_roster(state, roster, as_of=TODAY).is_empty
