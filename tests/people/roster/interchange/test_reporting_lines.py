"""Who reports to whom once a roster is planned: managers found, unknown, and in circles."""

from dataclasses import replace

from lifow.people.roster.interchange import PersonState
from tests.people.roster.interchange.plans import (
    AMA,
    BO,
    CY,
    HEAD,
    applied,
    codes,
    person,
    planned,
    row_under,
)


def test_an_unknown_manager_is_parked_and_found_once_they_are_there(company):
    text = HEAD + AMA + BO + CY.replace(",E2,", ",E9,")

    plan = planned(text, company)
    known = planned(text + "E9,Di,Ruiz,di@x.org,Lead,Acme,,Active,,\n", company)

    assert plan.is_empty
    assert str(plan.parked[0]) == "Cy Ng (E3): manager E9 is not known, so the manager stays as it is."
    assert known.moved[0].changes[0].new == "Di Ruiz (E9)"


def test_a_manager_may_be_named_by_email_in_either_column():
    head = "Employee ID,First Name,Email,Department,Manager ID,Manager Email\n"
    state = applied(head + "1,Ama,ama@x.org,S,,\n2,Bo,bo@x.org,S,,AMA@x.org\n3,Cy,cy@x.org,S,Bo@x.org,\n")

    assert person(state, "2").current.manager == person(state, "1").id
    assert person(state, "3").current.manager == person(state, "2").id


def test_managers_in_a_circle_are_an_error_that_names_the_path():
    plan = planned(HEAD + AMA.replace("Acme,,", "Acme,E3,") + BO + CY)

    assert codes(plan) == [(2, "manager_cycle"), (3, "manager_cycle"), (4, "manager_cycle")]
    assert plan.problems[0].params["path"] == "Ama Osei (E1) → Cy Ng (E3) → Bo Lindh (E2) → Ama Osei (E1)"


def test_a_circle_may_close_through_people_who_are_not_in_the_file(company):
    boss = PersonState(99, None, "boss@x.org", "Boss", employments=(row_under(person(company, "E3").id),))
    state = replace(company, people=(*company.people, boss))
    text = HEAD.replace("Manager ID", "Manager Email") + (
        AMA + BO.replace("E1", "ama@x.org") + CY.replace("E2,A", "bo@x.org,A")
    )

    plan = planned(text.replace("Acme,,", "Acme,boss@x.org,"), state)

    path = "Ama Osei (E1) → Boss → Cy Ng (E3) → Bo Lindh (E2) → Ama Osei (E1)"
    assert {problem.params["path"] for problem in plan.problems} == {path}


def test_a_person_cannot_report_to_themself():
    plan = planned(HEAD + AMA.replace("Acme,,", "Acme,E1,"))

    assert str(plan.problems[0]) == (
        "line 2, column “Manager ID”: Ama Osei (E1) reports to themself."
        " Leave the manager of the top person empty."
    )


def test_a_circle_that_is_stored_already_is_told_and_stops_nobody(company):
    pair = tuple(
        PersonState(each, None, f"{each}@x.org", f"N{each}", employments=(row_under(other),))
        for each, other in ((98, 99), (99, 98))
    )
    plan = planned(HEAD + AMA + BO + CY, replace(company, people=(*company.people, *pair)))

    assert codes(plan) == []
    assert "N98 → N99 → N98" in str(plan.notices[0])
