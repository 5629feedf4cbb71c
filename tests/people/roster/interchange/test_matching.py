"""Which row is about whom: by id, then by email, and whose an email is."""

import pytest

from lifow.people.roster.interchange import Kind, PersonState, RosterState
from tests.people.roster.apply import apply_to_state
from tests.people.roster.interchange.plans import AMA, BO, CY, HEAD, applied, codes, person, planned


def test_somebody_whom_the_source_has_not_named_is_recognised_by_email():
    by_hand = PersonState(5, None, "Ama@x.org", "Ama", "Osei")
    plan = planned(HEAD + AMA, RosterState((by_hand,)))

    assert [(link.id, link.external_id) for link in plan.linked] == [(5, "E1")]
    assert (plan.created, plan.changed) == ((), ())
    assert [change.kind for change in plan.employments] == [Kind.HIRED]


def test_an_email_of_two_people_whom_the_source_has_not_named_is_ambiguous():
    twins = (PersonState(5, None, "ama@x.org", "Ama"), PersonState(6, None, "AMA@x.org", "Amy"))

    (problem,) = planned(HEAD + AMA, RosterState(twins)).problems

    assert "belongs to 2 people in lifow: Ama, Amy" in problem.reason


def test_an_email_on_two_rows_makes_both_bad():
    plan = planned(HEAD + AMA + BO.replace("bo@x", "AMA@x"))

    assert [(problem.line, problem.params["lines"]) for problem in plan.problems] == [(2, "3"), (3, "2")]


@pytest.mark.parametrize("gone", ["", CY.replace("Active", "Left")])
def test_an_address_of_somebody_who_is_gone_is_given_to_another(company, gone):
    left = applied(HEAD + AMA + BO + gone, company)
    kim = "E7,Kim,New,cy@x.org,Rep,Acme,E2,Active,2026-03-01,\n"

    state = applied(HEAD + AMA + BO + kim + gone, left)

    assert (person(state, "E7").email, person(state, "E3").email) == ("cy@x.org", "")
    assert len(person(state, "E3").employments) == 2
    assert planned(HEAD + AMA + BO + kim + gone, state).is_empty


def test_an_address_of_somebody_who_is_here_is_given_to_nobody_else(company):
    plan = planned(HEAD + AMA + BO.replace("bo@", "cy@") + "E3,,,,,,,Active,,\n", company)

    assert codes(plan) == [(3, "duplicate_email"), (4, "duplicate_email")]
    assert plan.is_empty


def test_two_people_may_swap_their_emails(company):
    text = HEAD + AMA.replace("ama@", "bo@") + BO.replace("bo@", "ama@") + CY

    plan = planned(text, company)

    assert set(plan.email_handovers) == {person(company, "E1").id, person(company, "E2").id}
    assert person(apply_to_state(company, plan), "E1").email == "bo@x.org"
