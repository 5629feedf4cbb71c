"""The plan of a roster against what a careful person would write by hand."""

from dataclasses import replace
from datetime import date

from lifow.people.roster.interchange import (
    DEFAULT_LIMITS,
    Brake,
    FieldChange,
    Kind,
    Limit,
    MassChange,
    PersonState,
    RosterState,
    Status,
    UnitState,
)
from tests.people.roster.apply import apply_to_state
from tests.people.roster.interchange.plans import (
    AMA,
    BO,
    CHARGED,
    CY,
    HEAD,
    TODAY,
    applied,
    codes,
    person,
    planned,
    row_under,
)


def test_a_first_import_finds_managers_in_any_order_and_starts_on_the_hire_date():
    state = applied(HEAD + CY + BO + AMA)

    assert person(state, "E3").current.manager == person(state, "E2").id
    assert person(state, "E2").current.manager == person(state, "E1").id
    assert person(state, "E2").current.starts_on == date(2021, 5, 3)
    assert [unit.name for unit in state.units] == ["Acme", "Sales"]


def test_a_new_person_comes_with_the_fields_that_the_file_gives_and_no_others():
    plan = planned(
        "Employee ID,First Name,Email,Department,Working Hours\nE1,Ama,A@x.org,S,Mon-Thu 08:00-16:00\n"
    )

    fields = plan.created[0].fields
    assert fields.keys() == {"email", "given_name", "work_starts_at", "work_ends_at", "workdays"}
    assert (fields["email"], fields["workdays"]) == ("a@x.org", 0b0001111)


def test_a_corrected_name_changes_the_person_and_no_employment(company):
    plan = planned(HEAD + AMA.replace("Osei", "Owusu") + BO + CY, company)

    assert plan.changed[0].changes == (FieldChange("family_name", "Osei", "Owusu"),)
    assert plan.employments == ()


def test_a_new_title_closes_the_employment_yesterday_and_opens_one_today(company):
    (change,) = planned(HEAD + AMA + BO.replace("Rep", "Lead") + CY, company).employments

    assert (change.kind, change.changes) == (Kind.CHANGED, (FieldChange("job_title", "Rep", "Lead"),))
    closed, opened = change.writes
    assert (closed.id, closed.ends_on) == (person(company, "E2").current.id, date(2026, 3, 1))
    assert (opened.id, opened.starts_on, opened.job_title) == (None, TODAY, "Lead")


def test_another_manager_or_org_unit_is_a_move_told_in_names(company):
    plan = planned(HEAD + AMA + BO + CY.replace("E2", "E1").replace("Acme / Sales", "Acme / Growth"), company)

    assert plan.moved[0].changes == (
        FieldChange("org_unit", "Acme / Sales", "Acme / Growth"),
        FieldChange("manager", "Bo Lindh (E2)", "Ama Osei (E1)"),
    )


def test_an_empty_manager_takes_the_manager_away_where_the_file_is_in_charge_and_an_absent_column_does_not(
    company,
):
    without_column = (
        "Employee ID,First Name,Last Name,Work Email,Org Unit\nE2,Bo,Lindh,bo@x.org,Acme / Sales\n"
    )

    said_none = planned(HEAD + AMA + CY + BO.replace("E1", ""), company, mapping=CHARGED)

    assert person(apply_to_state(company, said_none), "E2").current.manager is None
    assert planned(without_column, company).of_kind(Kind.MOVED) == ()


def test_who_is_absent_from_the_file_has_left_yesterday(company):
    plan = planned(HEAD + AMA + BO, company)

    (change,) = plan.terminated
    assert (change.label, change.leaves_by_absence) == ("Cy Ng (E3)", True)
    assert [row.status for row in change.writes] == ["active", "terminated"]
    assert change.writes[0].ends_on == date(2026, 3, 1)


def test_who_works_here_and_left_before_today_is_left_as_they_are_and_told(company):
    plan = planned(HEAD + AMA + BO + CY.replace("2022-01-01,", "2022-01-01,2026-02-15"), company)

    assert codes(plan) == [(4, "active_after_end")]
    assert plan.is_empty


def test_who_has_an_end_date_in_the_past_left_then(company):
    left = CY.replace("Active,2022-01-01,", "Terminated,2022-01-01,2026-02-15")
    (change,) = planned(HEAD + AMA + BO + left, company).terminated

    assert change.writes[0].ends_on == date(2026, 2, 15)
    assert not change.leaves_by_absence


def test_who_left_before_their_title_changed_has_the_last_day_of_the_file(company):
    lead = applied(HEAD + AMA + BO + CY.replace("Rep", "Lead"), company, date(2026, 7, 1))
    gone = (
        HEAD
        + AMA
        + BO
        + CY.replace("Rep", "Lead").replace("Active,2022-01-01,", "Left,2022-01-01,2026-06-15")
    )

    plan = planned(gone, lead, date(2026, 7, 5))
    state = apply_to_state(lead, plan)

    assert plan.terminated[0].last_day == date(2026, 6, 15)
    assert plan.notices == ()
    assert [(row.ends_on, row.status) for row in person(state, "E3").employments] == [
        (date(2026, 6, 15), "active"),
        (None, "terminated"),
    ]
    assert planned(gone, state, date(2026, 7, 5)).is_empty


def test_a_last_day_that_cannot_be_is_told_with_both_dates(company):
    back = applied(HEAD + AMA + BO, company, date(2026, 3, 9))
    back = applied(HEAD + AMA + BO + CY.replace("2022-01-01", "2026-04-01"), back, date(2026, 4, 1))
    gone = HEAD + AMA + BO + CY.replace("Active,2022-01-01,", "Left,,2026-03-20")

    plan = planned(gone, back, date(2026, 5, 4))

    assert plan.terminated[0].last_day == date(2026, 4, 1)
    (notice,) = plan.notices
    assert str(notice) == (
        "Cy Ng (E3) left after 2026-03-20 according to the file and after 2026-04-01 in lifow: their"
        " employments there leave no room for the other day. Correct the dates in the admin."
    )


def test_an_end_date_to_come_is_told_and_ends_nothing_yet(company):
    text = HEAD + AMA + BO + CY.replace("2022-01-01,", "2022-01-01,2026-03-31")

    plan = planned(text, company)
    later = planned(text.replace("Active,2022", "Left,2022"), company, as_of=date(2026, 4, 1))

    assert plan.is_empty
    assert [str(notice) for notice in plan.notices] == [
        "Cy Ng (E3) leaves after 2026-03-31. The first import after that day ends the employment."
    ]
    assert later.terminated[0].writes[0].ends_on == date(2026, 3, 31)


def test_a_rehire_keeps_the_history(company):
    without_cy = applied(HEAD + AMA + BO, company, date(2026, 4, 1))
    back = HEAD + AMA + BO + CY.replace("2022-01-01", "2026-06-01")

    plan = planned(back, without_cy, date(2026, 6, 1))
    rows = person(apply_to_state(without_cy, plan), "E3").employments

    assert [change.kind for change in plan.employments] == [Kind.REHIRED]
    assert [(row.starts_on.isoformat(), row.status.value) for row in rows] == [
        ("2022-01-01", "active"),
        ("2026-04-01", "terminated"),
        ("2026-06-01", "active"),
    ]


def test_who_left_before_lifow_knew_them_is_not_created():
    plan = planned(HEAD + AMA + BO.replace("Active", "Terminated"))

    assert [new.external_id for new in plan.created] == ["E1"]
    assert str(plan.notices[0]).startswith("1 people in the file left before")


def test_a_prehire_starts_on_the_day_to_come_and_is_active_from_then():
    text = HEAD + AMA + BO.replace("2021-05-03", "2026-05-04")
    state = applied(text)

    assert person(state, "E2").current.status is Status.PREHIRE
    later = person(applied(text, state, date(2026, 5, 6)), "E2")
    assert [(row.starts_on, row.status) for row in later.employments] == [(date(2026, 5, 4), Status.ACTIVE)]


def test_people_without_an_email_are_created_and_told(company):
    plan = planned(HEAD + AMA + BO.replace("bo@x.org", "") + CY.replace("cy@x.org", "none"))

    assert [(new.external_id, new.fields["email"]) for new in plan.created] == [
        ("E1", "ama@x.org"),
        ("E2", ""),
        ("E3", ""),
    ]
    assert [notice.code for notice in plan.notices] == ["without_email"]


def test_nobody_new_is_created_without_a_name_or_a_status(company):
    plan = planned(HEAD + AMA + BO.replace("Bo", "").replace("Active", "") + CY.replace("Active", ""))

    assert codes(plan) == [(3, "missing_value"), (3, "missing_value"), (4, "missing_value")]
    assert planned(HEAD + AMA + BO.replace("Bo", "") + CY.replace("Active", ""), company).is_empty


def test_too_many_leavers_set_the_brake_and_nothing_may_be_applied(company):
    plan = planned(HEAD + AMA, company, limits={MassChange.LEAVERS: Limit(number=1)})

    assert plan.brakes == (Brake(MassChange.LEAVERS, count=2, of=3, allowed=1),)
    assert not plan.is_applicable()
    assert not planned(HEAD + AMA, company, limits={MassChange.LEAVERS: Limit(number=2)}).brakes


def test_leavers_whom_the_file_names_count_for_the_brake_too(company):
    text = HEAD + (AMA + BO + CY).replace("Active", "Terminated")

    assert planned(text, company, limits=DEFAULT_LIMITS).brakes[0].count == 3


def test_a_bad_row_stops_nobody_else_unless_none_is_to_be_left_out(company):
    plan = planned(HEAD + AMA + BO.replace("Active", "Away") + CY.replace("Rep", "Lead"), company)

    assert (plan.is_applicable(), plan.is_applicable(strict=True)) == (True, False)
    assert [change.label for change in plan.employments] == ["Cy Ng (E3)"]


def test_while_a_bad_row_cannot_be_told_nobody_leaves_by_absence(company):
    plan = planned(HEAD + AMA + ",Bo,Lindh,bo@x.org,Rep,Acme,E1,Active,,\n", company)

    assert plan.terminated == ()
    assert "leavers_held_unread" in [notice.code for notice in plan.notices]


def test_nobody_leaves_by_absence_from_a_reject_file(company):
    plan = planned("lifow line,lifow column,lifow reason," + HEAD + "2,,," + AMA, company)

    assert plan.is_empty
    assert [notice.code for notice in plan.notices] == ["leavers_held_partial"]


def test_who_was_entered_by_hand_is_no_leaver(company):
    by_hand = PersonState(50, None, "hand@x.org", "Hand", employments=(row_under(None),))

    assert planned(HEAD + AMA + BO + CY, replace(company, people=(*company.people, by_hand))).is_empty


def test_an_employed_person_needs_an_org_unit_once():
    plan = planned(HEAD + AMA.replace("Acme", ""))

    assert codes(plan) == [(2, "missing_value")]


def test_a_renamed_org_unit_moves_nobody():
    head = "Employee ID,First Name,Email,Org Unit,Org Unit Code\n"
    state = applied(head + "1,Ama,ama@x.org,Sales,S1\n")

    plan = planned(head + "1,Ama,ama@x.org,Selling,S1\n", state)

    assert [(change.old_path, change.new_path) for change in plan.units_changed] == [("Sales", "Selling")]
    assert plan.employments == ()


def test_columns_that_are_not_read_are_named():
    assert planned("Shoe Size," + HEAD + "42," + AMA).ignored_columns == ("Shoe Size",)


def test_a_unit_entered_by_hand_is_used_where_the_path_is_the_same():
    state = RosterState(units=(UnitState(4, "hq", "Acme"),))

    plan = planned(HEAD + AMA, state)

    assert plan.units_created == ()
    assert plan.employments[0].writes[0].unit == 4
