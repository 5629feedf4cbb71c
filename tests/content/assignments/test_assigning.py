"""Whom an assignment concerns, as people join, move and leave."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assessments.roles.models import RoleAssignment
from content.activity.services import start_module
from content.assignments.choices import AssignedState
from content.assignments.models import AssignedPerson, Assignment
from content.assignments.reports import numbers_of, preview_of
from content.assignments.services import (
    AssignmentError,
    assign,
    end_assignment,
    move_due_after_leave,
    refresh_all,
    refresh_people,
)
from content.planning.services import complete_module
from lifow.notifications.models import Message
from lifow.people.persons.models import Employment
from tests.backing.leave import goes_on_leave
from tests.company import NOON, give, person, role, unit
from tests.content.assignments.assigning import IN_TWO_WEEKS, TODAY, assign_to, assigned_to, contents

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


def states(assignment: Assignment) -> dict[str, str]:
    rows = AssignedPerson.objects.filter(assignment=assignment).select_related("person")
    return {row.person.given_name: row.state for row in rows}


def open_messages(who, kind="assigned") -> int:
    return Message.objects.open().filter(receiver=who, kind=kind).count()


def test_everybody_who_works_here_is_told_once(abena, marta, hr, privacy):
    person("Left Long-Ago", status="terminated")
    made = assign(contents=contents(privacy), by=hr, as_of=NOON)
    assert states(made) == {"Abena": "open", "Marta": "open", "Olga": "open"}
    refresh_all(as_of=LATER)
    assert open_messages(abena) == 1
    assert AssignedPerson.objects.count() == 3


def test_a_unit_is_with_all_below_it(abena, hr, privacy):
    support = unit("Support")
    below = person("Bo Below", org_unit=unit("Second line", parent=support))
    made = assign(contents=contents(privacy, audience="unit", org_unit=support), by=hr, as_of=NOON)
    assert states(made) == {"Bo": "open"}
    Employment.objects.filter(person=below).update(org_unit=unit("Sales"))
    Employment.objects.filter(person=abena).update(org_unit=support)
    refresh_people(person_ids=[below.pk, abena.pk], as_of=LATER)
    assert states(made) == {"Bo": "removed", "Abena": "open"}
    assert open_messages(below) == 0


def test_who_comes_back_has_to_do_it_again_and_has_a_week_at_least(abena, hr, privacy):
    support = unit("Support")
    Employment.objects.filter(person=abena).update(org_unit=support)
    made = assign(
        contents=contents(privacy, audience="unit", org_unit=support, due_on=TODAY), by=hr, as_of=NOON
    )
    Employment.objects.filter(person=abena).update(org_unit=unit("Sales"))
    refresh_all(as_of=LATER)
    Employment.objects.filter(person=abena).update(org_unit=support)
    refresh_all(as_of=LATER)
    row = assigned_to(abena, made)
    assert (row.state, row.due_on) == ("open", LATER.date() + timedelta(days=7))
    assert AssignedPerson.objects.count() == 1


def test_a_role_that_is_given_later_brings_it(abena, hr, privacy):
    level = role("Support specialist")
    made = assign(contents=contents(privacy, audience="role", role=level.role), by=hr, as_of=NOON)
    assert states(made) == {}
    give(abena, level)
    refresh_people(person_ids=[abena.pk], audiences=["role"], as_of=LATER)
    assert states(made) == {"Abena": "open"}
    RoleAssignment.objects.update(ends_on=date(2026, 3, 4))
    refresh_all(as_of=LATER)
    assert states(made) == {"Abena": "removed"}


def test_a_team_is_whoever_reports_to_the_manager(abena, marta, hr, privacy):
    made = assign(contents=contents(privacy, audience="team", manager=marta), by=marta, as_of=NOON)
    assert states(made) == {"Abena": "open"}
    person("Nia New", manager=marta)
    refresh_all(as_of=LATER)
    assert states(made) == {"Abena": "open", "Nia": "open"}


def test_only_those_who_began_since_a_day(abena, hr, privacy):
    newcomer = person("Nia New")
    Employment.objects.filter(person=newcomer).update(starts_on=date(2026, 2, 20))
    made = assign(
        contents=contents(privacy, hired_from=date(2026, 2, 1), due_from="hire", due_days=30),
        by=hr,
        as_of=NOON,
    )
    assert states(made) == {"Nia": "open"}
    assert assigned_to(newcomer).due_on == date(2026, 3, 22)


def test_who_joined_again_began_on_the_day_they_joined_again(hr, privacy):
    again = person("Rea Rejoined")
    row = Employment.objects.get(person=again)
    Employment.objects.filter(pk=row.pk).update(ends_on=date(2025, 1, 31))
    for status, day, end in (
        ("terminated", date(2025, 2, 1), date(2026, 2, 19)),
        ("active", date(2026, 2, 20), None),
    ):
        Employment.objects.create(person=again, org_unit=unit(), status=status, starts_on=day, ends_on=end)
    assign(
        contents=contents(privacy, hired_from=date(2026, 2, 1), due_from="hire", due_days=30),
        by=hr,
        as_of=NOON,
    )
    assert assigned_to(again).due_on == date(2026, 3, 22)


def test_what_was_done_within_the_days_that_count_is_done_at_once_and_told_to_nobody(abena, privacy):
    complete_module(person=abena, module=privacy, completed_at=NOON - timedelta(days=300))
    row = assign_to(abena, privacy)
    assert (row.state, row.done_at) == ("done", NOON - timedelta(days=300))
    assert open_messages(abena) == 0


def test_what_was_done_longer_ago_is_to_do_and_to_be_read_again(abena, privacy):
    activity = complete_module(person=abena, module=privacy, completed_at=NOON - timedelta(days=300))
    type(activity).objects.update(reached=100)
    row = assign_to(abena, privacy, counts_back_days=200)
    activity.refresh_from_db()
    assert (row.state, activity.reached) == ("open", 0)
    assert activity.completed_at == NOON - timedelta(days=300)


def test_the_preview_counts_those_who_have_done_it_and_those_on_leave(abena, marta, hr, privacy):
    complete_module(person=abena, module=privacy, completed_at=NOON)
    goes_on_leave(marta, TODAY)
    told = preview_of(contents(privacy), NOON)
    assert (told.people, told.done, told.on_leave) == (3, 1, 1)
    assert [str(one) for one in told.names] == ["Marta Kowalczyk", "Olga Petrova"]


def test_twice_with_one_key_is_one_assignment(abena, hr, privacy):
    made = [assign(contents=contents(privacy), by=hr, as_of=NOON, idempotency_key="a") for _again in range(2)]
    assert made[0] == made[1]
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"modules": ()}, "modules"),
        ({"audience": "people"}, "people"),
        ({"audience": "role"}, "role"),
        ({"audience": "unit"}, "units"),
        ({"audience": "team"}, "audience"),
        ({"due_on": None}, "due_on"),
        ({"due_on": TODAY - timedelta(days=1)}, "due_on"),
        ({"due_from": "hire", "due_days": None}, "due_days"),
    ],
)
def test_what_is_not_said_is_asked_for(hr, privacy, fields, where):
    with pytest.raises(AssignmentError) as refused:
        assign(contents=replace(contents(privacy), **fields), by=hr, as_of=NOON)
    assert refused.value.field == where
    assert not Assignment.objects.exists()


def test_a_module_that_is_not_published_cannot_be_assigned(hr, privacy):
    privacy.status = "draft"
    with pytest.raises(AssignmentError, match="not published"):
        assign(contents=contents(privacy), by=hr, as_of=NOON)


def test_an_end_keeps_what_was_done(abena, marta, hr, privacy):
    made = assign(contents=contents(privacy), by=hr, as_of=NOON)
    complete_module(person=abena, module=privacy, completed_at=LATER)
    end_assignment(assignment=made, by=hr, as_of=LATER)
    assert states(made) == {"Abena": "done", "Marta": "removed", "Olga": "removed"}
    assert open_messages(marta) == 0
    refresh_all(as_of=LATER)
    assert states(made)["Marta"] == AssignedState.REMOVED


def test_numbers_are_kept_as_people_do_it(abena, marta, hr, privacy):
    made = assign(contents=contents(privacy), by=hr, as_of=NOON)
    complete_module(person=abena, module=privacy, completed_at=LATER)
    made.refresh_from_db()
    assert (made.people_count, made.done_count, made.overdue_count) == (3, 1, 0)
    told = numbers_of(made, NOON + timedelta(days=30))
    assert (told.people, told.done, told.to_do, told.overdue) == (3, 1, 2, 2)


def test_nothing_is_overdue_during_leave_and_a_week_is_left_after_it(abena, privacy):
    row = assign_to(abena, privacy)
    goes_on_leave(abena, TODAY)
    late = NOON + timedelta(days=30)
    assert not AssignedPerson.objects.overdue(late).exists()
    for _again in range(2):
        move_due_after_leave(person_ids=[abena.pk], back_at=late, as_of=late)
    row.refresh_from_db()
    assert row.due_on == late.date() + timedelta(days=7)


def test_leave_that_ends_in_time_moves_nothing(abena, privacy):
    row = assign_to(abena, privacy)
    move_due_after_leave(person_ids=[abena.pk], back_at=NOON, as_of=NOON)
    row.refresh_from_db()
    assert row.due_on == IN_TWO_WEEKS


def test_a_started_module_is_not_done(abena, privacy):
    start_module(person=abena, module=privacy, started_at=NOON)
    assert assign_to(abena, privacy).state == AssignedState.OPEN
