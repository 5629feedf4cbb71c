"""Roles follow job codes, and what is given by hand stays."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from assessments.frameworks.models import Role, RoleLevel
from assessments.marks.models import StaleMark
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.roles.services import apply_job_code_rules, assign_role, end_role
from lifow.people.persons.models import Employment
from tests.company import NOON, person, role

pytestmark = [pytest.mark.django_db, pytest.mark.dialect]
TODAY = NOON.date()


def apply(on: date = TODAY) -> int:
    as_of = datetime.combine(on, time(12), UTC)
    return apply_job_code_rules(as_of=as_of, marked_at=NOON)


def test_a_rule_gives_the_role_to_everyone_with_the_code():
    abena, level = person(job_code="SUP-2"), role()
    JobCodeRule.objects.create(job_code="SUP-2", role_level=level)
    assert apply() == 1
    assert RoleAssignment.objects.get().person == abena
    assert StaleMark.objects.get().person == abena
    assert apply() == 0, "a second run changes nothing"


def test_a_new_job_code_ends_one_role_and_begins_another():
    abena, first, second = person(job_code="SUP-1"), role("Rep"), role("Lead")
    JobCodeRule.objects.create(job_code="SUP-1", role_level=first)
    JobCodeRule.objects.create(job_code="SUP-2", role_level=second)
    apply()
    Employment.objects.filter(person=abena).update(job_code="SUP-2")
    apply(TODAY + timedelta(days=10))
    assert RoleAssignment.objects.get(role_level=first).ends_on == TODAY + timedelta(days=9)
    assert RoleAssignment.objects.current().get().role_level == second


def test_a_rule_gives_a_retired_role_level_to_nobody_and_whoever_has_it_loses_it():
    person(job_code="SUP-1")
    level = role()
    JobCodeRule.objects.create(job_code="SUP-1", role_level=level)
    apply()
    RoleLevel.objects.update(retired_at=NOON)
    assert apply(TODAY + timedelta(days=1)) == 1
    assert not RoleAssignment.objects.current().exists()
    RoleLevel.objects.update(retired_at=None)
    Role.objects.update(retired_at=NOON)
    assert apply(TODAY + timedelta(days=2)) == 0


def test_a_role_that_never_began_leaves_no_trace():
    abena, level = person(job_code="SUP-1"), role()
    JobCodeRule.objects.create(job_code="SUP-1", role_level=level)
    apply()
    Employment.objects.filter(person=abena).update(job_code="OTHER")
    apply()
    assert not RoleAssignment.objects.exists()


def test_a_role_given_by_hand_outlives_rules_and_ends_with_employment():
    abena = person()
    assign_role(person=abena, role_level=role(), starts_on=TODAY - timedelta(days=30), marked_at=NOON)
    apply()
    assert RoleAssignment.objects.current().count() == 1
    Employment.objects.filter(person=abena).update(status="terminated")
    apply()
    assert not RoleAssignment.objects.current().exists()


def test_assigning_twice_is_assigning_once_and_ending_marks_the_person():
    abena, level = person(), role()
    first = assign_role(person=abena, role_level=level, starts_on=TODAY, marked_at=NOON)
    assert assign_role(person=abena, role_level=level, starts_on=TODAY, marked_at=NOON) == first
    StaleMark.objects.all().delete()
    end_role(assignment=first, ends_on=TODAY, marked_at=NOON)
    assert StaleMark.objects.get().person == abena


def test_people_on_leave_keep_their_role_and_prehires_have_none_yet():
    level = role()
    JobCodeRule.objects.create(job_code="SUP-1", role_level=level)
    on_leave = person("Noor Haddad", status="leave")
    person("Aiko Tanaka", status="prehire")
    apply()
    assert RoleAssignment.objects.get().person == on_leave


def test_a_prehire_keeps_a_role_given_by_hand_and_is_marked_on_the_first_working_day():
    aiko, by_hand, by_rule = person("Aiko Tanaka", status="prehire"), role("Mentor"), role()
    JobCodeRule.objects.create(job_code="SUP-1", role_level=by_rule)
    assign_role(person=aiko, role_level=by_hand, starts_on=TODAY + timedelta(days=5), marked_at=NOON)
    StaleMark.objects.all().delete()
    assert apply() == 0
    Employment.objects.filter(person=aiko).update(status="active")
    assert apply() == 1
    assert StaleMark.objects.get().person == aiko
    levels = RoleAssignment.objects.current().values_list("role_level", flat=True)
    assert set(levels) == {by_hand.pk, by_rule.pk}


def test_somebody_without_an_employment_keeps_a_role_given_by_hand():
    adviser = person("Ines Duarte")
    adviser.employments.all().delete()
    assign_role(person=adviser, role_level=role(), starts_on=TODAY, marked_at=NOON)
    apply()
    assert RoleAssignment.objects.current().get().person == adviser


def test_a_promise_that_was_withdrawn_ends_the_role_given_by_hand():
    aiko = person("Aiko Tanaka", status="prehire")
    assign_role(person=aiko, role_level=role(), starts_on=TODAY + timedelta(days=5), marked_at=NOON)
    Employment.objects.filter(person=aiko).update(status="terminated")
    apply()
    assert not RoleAssignment.objects.exists()
