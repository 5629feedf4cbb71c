"""A small roster and its plans, which the tests of planning share."""

from datetime import date

from lifow.people.roster.interchange import (
    NO_LIMITS,
    NO_MAPPING,
    EmploymentRow,
    RosterMapping,
    RosterState,
    Status,
    parse_roster,
    plan_roster,
)
from tests.people.roster.apply import apply_to_state

TODAY = date(2026, 3, 2)
NOBODY = RosterState()
CHARGED = RosterMapping(in_charge=frozenset({"manager_external_id", "job_title"}))
HEAD = (
    "Employee ID,First Name,Last Name,Work Email,Job Title,Org Unit,Manager ID,Status,Start Date,End Date\n"
)
AMA = "E1,Ama,Osei,ama@x.org,Head,Acme,,Active,2020-01-01,\n"
BO = "E2,Bo,Lindh,bo@x.org,Rep,Acme / Sales,E1,Active,2021-05-03,\n"
CY = "E3,Cy,Ng,cy@x.org,Rep,Acme / Sales,E2,Active,2022-01-01,\n"


def planned(text, state=NOBODY, as_of=TODAY, limits=NO_LIMITS, mapping=NO_MAPPING):
    return plan_roster(state, parse_roster(text, mapping), as_of=as_of, limits=limits)


def applied(text, state=NOBODY, as_of=TODAY):
    return apply_to_state(state, planned(text, state, as_of))


def person(state, external_id):
    return state.by_external_id[external_id]


def codes(plan):
    return [(problem.line, problem.code) for problem in plan.problems]


def row_under(manager):
    return EmploymentRow(date(2020, 1, 1), None, Status.ACTIVE, "Boss", "", 1, manager, 99)
