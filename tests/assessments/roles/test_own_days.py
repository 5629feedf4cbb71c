"""Roles begin and end at midnight where the person is, by job code and in gap reports alike."""

from datetime import date, datetime

import pytest

from assessments.gaps.compute.formula_2 import SecondPolicy
from assessments.gaps.models import GapPolicyVersion
from assessments.gaps.reports import gaps_of
from assessments.gaps.services import mark_turned_roles, rebuild
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.roles.reports import roles_of
from assessments.roles.services import apply_job_code_rules, assign_role, end_role
from lifow.people.persons.models import Employment, Person
from tests.backing.leave import DAY, SECOND, ZONES, midnight
from tests.company import FIRST_DAY, compute, person, role

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
FIRST, LAST = date(2026, 3, 3), date(2026, 3, 5)


def apply(as_of: datetime) -> int:
    return apply_job_code_rules(as_of=as_of, marked_at=as_of)


@pytest.fixture(params=ZONES)
def noor(request) -> Person:
    return person("Noor Haddad", timezone=request.param)


def given_for_three_days(who: Person) -> RoleAssignment:
    level = role(Refund_policy=3)
    given = assign_role(person=who, role_level=level, starts_on=FIRST, marked_at=midnight(FIRST, "UTC"))
    end_role(assignment=given, ends_on=LAST, marked_at=midnight(FIRST, "UTC"))
    return given


def test_pages_and_reports_name_a_role_on_its_days_where_the_person_is(noor):
    given = given_for_three_days(noor)
    given.refresh_from_db()
    begins, ends = midnight(FIRST, noor.timezone), midnight(LAST + DAY, noor.timezone)
    for moment, has_it in ((begins - SECOND, False), (begins, True), (ends - SECOND, True), (ends, False)):
        assert roles_of(noor, moment) == ([given] if has_it else [])
        assert list(RoleAssignment.objects.in_force(moment)) == ([given] if has_it else [])
        compute(noor, as_of=moment)
        assert bool(gaps_of(noor).required) is has_it


def test_a_day_that_comes_marks_the_report_once_where_the_person_is(noor):
    given_for_three_days(noor)
    begins, ends = midnight(FIRST, noor.timezone), midnight(LAST + DAY, noor.timezone)
    compute(noor, as_of=begins - 2 * DAY)
    for turn in (begins, ends):
        assert mark_turned_roles(as_of=turn - SECOND) == 0
        assert mark_turned_roles(as_of=turn) == 1
        compute(noor, as_of=turn)
        assert mark_turned_roles(as_of=turn + SECOND) == 0


def test_a_report_of_an_earlier_formula_reads_roles_as_it_did_then(noor):
    """By the day in UTC: what was computed under it is computed again byte for byte."""
    given_for_three_days(noor)
    since = midnight(FIRST, "UTC") - 30 * DAY
    GapPolicyVersion.objects.create(version=1, parameters=SecondPolicy().to_dict(), adopted_at=since)
    before, begun = (
        rebuild(person_ids=[noor.pk], as_of=moment)[noor.pk]
        for moment in (midnight(FIRST, "UTC") - SECOND, midnight(FIRST, "UTC"))
    )
    assert before != begun


def test_a_job_code_gives_its_role_from_the_day_that_it_is_there(noor):
    JobCodeRule.objects.create(job_code="SUP-1", role_level=role())
    begins = midnight(FIRST, noor.timezone)
    Employment.objects.update(starts_on=FIRST)
    assert apply(begins - SECOND) == 0
    assert apply(begins) == 1
    assert RoleAssignment.objects.get().starts_on == FIRST
    assert roles_of(noor, begins - SECOND) == []


def test_a_leaver_keeps_the_roles_until_the_last_day_is_over_there(noor):
    JobCodeRule.objects.create(job_code="SUP-1", role_level=role())
    assign_role(person=noor, role_level=role("Mentor"), starts_on=FIRST_DAY, marked_at=midnight(FIRST, "UTC"))
    apply(midnight(FIRST, "UTC") - 3 * DAY)
    work = noor.employments.get()
    noor.employments.update(ends_on=LAST)
    Employment.objects.create(
        person=noor, org_unit=work.org_unit, status="terminated", starts_on=LAST + DAY, job_code="SUP-1"
    )
    over = midnight(LAST + DAY, noor.timezone)
    assert apply(over - SECOND) == 0
    assert apply(over) == 1
    assert set(RoleAssignment.objects.values_list("ends_on", flat=True)) == {LAST}


def test_another_job_code_changes_the_role_at_midnight_there(noor):
    rep, lead = role("Rep"), role("Lead")
    JobCodeRule.objects.create(job_code="SUP-1", role_level=rep)
    JobCodeRule.objects.create(job_code="SUP-2", role_level=lead)
    apply(midnight(FIRST, "UTC") - 3 * DAY)
    work = noor.employments.get()
    noor.employments.update(ends_on=LAST)
    Employment.objects.create(
        person=noor, org_unit=work.org_unit, starts_on=LAST + DAY, job_code="SUP-2", manager=work.manager
    )
    over = midnight(LAST + DAY, noor.timezone)
    assert apply(over - SECOND) == 0
    assert apply(over) == 1
    days = RoleAssignment.objects.order_by("starts_on").values_list("role_level", "starts_on", "ends_on")
    assert [(level, last) for level, _first, last in days] == [(rep.pk, LAST), (lead.pk, None)]
    assert days[1][1] == LAST + DAY
