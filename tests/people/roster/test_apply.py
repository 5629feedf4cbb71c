"""The reference of how a plan is written keeps the rules of the database."""

from datetime import date

import pytest

from lifow.people.roster.interchange import EmploymentRow, PersonState, RosterState, Status, UnitState
from tests.people.roster.apply import check_integrity

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def row(starts_on, ends_on=None, manager=None):
    return EmploymentRow(starts_on, ends_on, Status.ACTIVE, "Rep", "", 1, manager, 1)


def person(number, email, external_id=None, *rows):
    return PersonState(number, external_id, email, "Ama", employments=rows)


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (RosterState((person(1, "a@x.org"), person(2, "A@x.org"))), "email a@x.org is there twice"),
        (RosterState((person(1, "a@x.org", "E1"), person(2, "b@x.org", "E1"))), "external id E1"),
        (RosterState(units=(UnitState(1, "k", "A"), UnitState(2, "k", "B"))), "unit key k"),
        (RosterState((person(1, "a@x.org", None, row(JUNE, MAY)),)), "ends before it starts"),
        (RosterState((person(1, "a@x.org", None, row(MAY), row(JUNE)),)), "overlap on 2026-06-01"),
        (RosterState((person(1, "a@x.org", None, row(MAY, manager=1)),)), "their own manager"),
    ],
)
def test_a_state_that_the_database_would_refuse_is_refused(state, rule):
    with pytest.raises(ValueError, match=rule):
        check_integrity(state)
