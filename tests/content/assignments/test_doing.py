"""What is done of assignments, what counts instead, what is due again, and what is waived."""

from datetime import date, timedelta

import pytest

from assessments.testing.sittings.models import Sitting
from assessments.testing.sittings.services import FormContents, SectionContents, create_form, publish_form
from content.activity.models import Activity, ActivityEntry
from content.assignments.models import AssignedPerson
from content.assignments.reports import asked_again, due_modules_of, own_assignments, preview_of
from content.assignments.services import (
    AssignmentError,
    ask_again,
    assign,
    end_assignment,
    note_completed,
    open_rounds,
    remind,
    tell_due,
    waive,
)
from content.planning.services import complete_module
from lifow.notifications.models import Message
from lifow.people.persons.models import Employment
from tests import item_bank
from tests.backing.leave import goes_on_leave
from tests.company import NOON, module, skill
from tests.content.assignments.assigning import IN_TWO_WEEKS, TODAY, assign_to, assigned_to, contents

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOON + 3 * DAY


def messages_of(who, kind: str) -> int:
    return Message.objects.open().filter(receiver=who, kind=kind).count()


def test_it_is_done_with_the_last_of_its_modules(abena, privacy, phishing):
    row = assign_to(abena, privacy, phishing)
    complete_module(person=abena, module=privacy, completed_at=NOON + DAY)
    row.refresh_from_db()
    assert row.is_open
    complete_module(person=abena, module=phishing, completed_at=LATER)
    row.refresh_from_db()
    assert (row.state, row.done_at) == ("done", LATER)
    assert messages_of(abena, "assigned") == 0


def test_another_module_counts_instead(abena, privacy):
    other = module("Privacy in depth", skill("Data protection"), 2, 3)
    row = assign_to(abena, privacy, instead_modules=[other])
    complete_module(person=abena, module=other, completed_at=LATER)
    row.refresh_from_db()
    assert row.state == "done"


def test_a_test_that_is_passed_counts_instead(abena, hr, privacy):
    what = skill("Data protection")
    item_bank.items(what, each=1)
    sections = [SectionContents(what, questions=1)]
    form = create_form(contents=FormContents(title="Privacy", kind="fixed", sections=sections), by=None)
    publish_form(form=form, by=None, as_of=NOON)
    row = assign_to(abena, privacy, instead_tests=[form])
    taken = Sitting.objects.create(
        person=abena,
        form=form,
        purpose="level",
        seed=1,
        started_at=NOON,
        deadline_at=LATER,
        state="finished",
        finished_at=NOON + DAY,
        is_passed=False,
    )
    note_completed(person_ids=[abena.pk], as_of=LATER)
    row.refresh_from_db()
    assert row.is_open
    Sitting.objects.filter(pk=taken.pk).update(is_passed=True)
    note_completed(person_ids=[abena.pk], as_of=LATER)
    row.refresh_from_db()
    assert (row.state, row.done_at) == ("done", NOON + DAY)
    told = preview_of(contents(privacy, instead_tests=[form]), LATER)
    assert (told.done, told.instead) == (1, 1)


def yearly(abena, privacy) -> AssignedPerson:
    """Done at once, and due again in a year."""
    assign_to(abena, privacy, repeat_months=12)
    complete_module(person=abena, module=privacy, completed_at=LATER)
    return assigned_to(abena)


def test_a_recurring_one_is_open_again_a_month_before_it_is_due_again(abena, privacy):
    row = yearly(abena, privacy)
    assert row.repeats_on == date(2027, 3, 5)
    assert open_rounds(as_of=LATER + 300 * DAY) == 0
    near = LATER + 340 * DAY
    assert [open_rounds(as_of=near), open_rounds(as_of=near)] == [1, 0]
    again = assigned_to(abena)
    assert (again.round, again.state, again.due_on) == (2, "open", date(2027, 3, 5))
    assert messages_of(abena, "assigned") == 1


def test_a_module_that_is_due_again_is_done_again_and_stays_done_first(abena, privacy):
    yearly(abena, privacy)
    near = LATER + 340 * DAY
    open_rounds(as_of=near)
    activity = Activity.objects.get(person=abena, module=privacy)
    assert asked_again(abena, activity)
    complete_module(person=abena, module=privacy, completed_at=near + DAY)
    again = assigned_to(abena)
    assert (again.state, again.done_at, again.repeats_on) == ("done", near + DAY, date(2028, 2, 9))
    activity.refresh_from_db()
    assert (activity.completed_at, activity.repeated_at) == (LATER, near + DAY)
    assert ActivityEntry.objects.filter(person=abena, act="completed").count() == 2
    assert not asked_again(abena, activity)


def test_done_is_done_again_only_where_it_is_asked_for(abena, privacy):
    assign_to(abena, privacy)
    for moment in (LATER, LATER + DAY):
        complete_module(person=abena, module=privacy, completed_at=moment)
    assert ActivityEntry.objects.filter(person=abena, act="completed").count() == 1
    assert Activity.objects.get(person=abena).repeated_at is None


def test_minutes_of_a_week_have_what_was_done_again(abena, privacy):
    yearly(abena, privacy)
    near = LATER + 340 * DAY
    open_rounds(as_of=near)
    complete_module(person=abena, module=privacy, completed_at=near)
    activity = Activity.objects.select_related("module").get(person=abena)
    assert activity.minutes_since(near - DAY) == privacy.minutes
    assert activity.minutes_since(near + DAY) == 0


def test_whoever_left_is_not_asked_again(abena, privacy):
    yearly(abena, privacy)
    Employment.objects.filter(person=abena).update(status="terminated")
    assert open_rounds(as_of=LATER + 340 * DAY) == 0


def test_an_assignment_that_ended_is_not_due_again(abena, hr, privacy):
    row = yearly(abena, privacy)
    end_assignment(assignment=row.assignment, by=hr, as_of=LATER)
    assert open_rounds(as_of=LATER + 340 * DAY) == 0


def test_a_waiver_is_for_this_time_and_says_why(abena, hr, privacy):
    row = assign_to(abena, privacy, repeat_months=12)
    for _again in range(2):
        waive(row=row, by=hr, reason=" Trained at her last employer. ", as_of=LATER)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("waived", "Trained at her last employer.")
    assert row.repeats_on == date(2027, 3, 16)
    assert (messages_of(abena, "assigned"), messages_of(abena, "assignment_waived")) == (0, 1)
    open_rounds(as_of=LATER + 370 * DAY)
    assert assigned_to(abena).is_open


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_a_waiver_without_a_reason_is_none(abena, hr, privacy, reason):
    row = assign_to(abena, privacy)
    with pytest.raises(AssignmentError):
        waive(row=row, by=hr, reason=reason, as_of=LATER)
    row.refresh_from_db()
    assert row.is_open


def test_what_is_done_cannot_be_waived(abena, hr, privacy):
    row = assign_to(abena, privacy)
    complete_module(person=abena, module=privacy, completed_at=LATER)
    with pytest.raises(AssignmentError, match="done it already"):
        waive(row=row, by=hr, reason="No need.", as_of=LATER)


def test_a_waiver_is_taken_back(abena, hr, privacy):
    row = assign_to(abena, privacy)
    waive(row=row, by=hr, reason="No need.", as_of=LATER)
    for _again in range(2):
        ask_again(row=row, as_of=LATER)
    row.refresh_from_db()
    assert (row.state, row.reason, row.due_on) == ("open", "", IN_TWO_WEEKS)


def test_a_reminder_goes_once_a_day(abena, privacy):
    row = assign_to(abena, privacy)
    remind(row=row, as_of=LATER)
    with pytest.raises(AssignmentError, match="reminded already"):
        remind(row=row, as_of=LATER + timedelta(hours=1))
    remind(row=row, as_of=LATER + DAY)
    assert (messages_of(abena, "assigned"), messages_of(abena, "assignment_reminder")) == (0, 1)


def test_people_are_told_a_week_before_and_once_it_is_overdue(abena, marta, privacy):
    row = assign_to(abena, privacy)
    assert tell_due(as_of=NOON + 3 * DAY) == 0
    assert [tell_due(as_of=NOON + 8 * DAY) for _again in range(2)] == [1, 0]
    assert messages_of(abena, "assignment_due") == 1
    late = NOON + 15 * DAY
    assert [tell_due(as_of=late) for _again in range(2)] == [1, 0]
    assert (messages_of(abena, "assignment_due"), messages_of(abena, "assignment_overdue")) == (0, 1)
    assert messages_of(marta, "assignments_of_team_overdue") == 1
    row.refresh_from_db()
    before = row.updated_at
    tell_due(as_of=late + DAY)
    row.refresh_from_db()
    assert row.updated_at == before


def test_a_short_due_day_is_told_once_and_not_twice_on_the_first_day(abena, privacy):
    assign_to(abena, privacy, due_on=TODAY + 2 * DAY)
    assert tell_due(as_of=NOON + timedelta(hours=1)) == 0


def test_nobody_is_told_during_leave(abena, privacy):
    assign_to(abena, privacy)
    goes_on_leave(abena, TODAY)
    assert tell_due(as_of=NOON + 20 * DAY) == 0


def test_modules_to_do_are_those_that_are_left_the_soonest_due_first(abena, privacy, phishing):
    assign_to(abena, phishing, due_on=TODAY + 30 * DAY)
    assign_to(abena, privacy, phishing)
    assert [one.module for one in due_modules_of([abena.pk])[abena.pk]] == [privacy.pk, phishing.pk]
    complete_module(person=abena, module=privacy, completed_at=LATER)
    (left,) = due_modules_of([abena.pk])[abena.pk]
    assert (left.module, left.due_on, left.left) == (phishing.pk, IN_TWO_WEEKS, 4)


def test_ones_own_list_says_why(abena, marta, privacy):
    assign(contents=contents(privacy, audience="team", manager=marta), by=marta, as_of=NOON)
    open_ones, past = own_assignments(abena, NOON + 15 * DAY)
    (one,) = open_ones
    assert (one.is_overdue, one.minutes_left, one.next_module) == (True, 4, privacy)
    assert one.why == "everybody who reports to Marta Kowalczyk"
    assert not past
