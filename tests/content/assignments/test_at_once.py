"""Two workers and two windows: everybody is assigned, told, and asked again once."""

from datetime import timedelta
from functools import partial

import pytest

from content.assignments.models import AssignedPerson, Assignment
from content.assignments.services import (
    assign,
    note_completed,
    open_rounds,
    refresh_all,
    tell_due,
    waive,
)
from content.planning.services import complete_module
from lifow.notifications.models import Message
from tests.company import NOON, module, person, skill
from tests.concurrency import at_once
from tests.content.assignments.assigning import assign_to, assigned_to, contents

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def privacy():
    return module("Data protection", skill("Data protection"), 1, 2)


def faults(outcomes: list) -> list:
    return [one for one in outcomes if isinstance(one, Exception)]


def test_two_clicks_assign_once_and_two_workers_add_nobody_twice(privacy):
    people = [person(f"P{number} Last") for number in range(3)]
    make = partial(assign, contents=contents(privacy), by=people[0], as_of=NOON, idempotency_key="k")
    assert faults(at_once([make, make])) == []
    assert Assignment.objects.count() == 1
    person("Nia New")
    assert faults(at_once([partial(refresh_all, as_of=NOON + DAY)] * 2)) == []
    assert AssignedPerson.objects.count() == 4
    assert Message.objects.filter(kind="assigned").count() == 4


def test_a_round_is_opened_and_told_once(privacy):
    abena = person("Abena Osei")
    assign_to(abena, privacy, repeat_months=12)
    complete_module(person=abena, module=privacy, completed_at=NOON)
    near = NOON + 350 * DAY
    assert faults(at_once([partial(open_rounds, as_of=near)] * 2)) == []
    assert AssignedPerson.objects.count() == 2
    late = near + 60 * DAY
    assert faults(at_once([partial(tell_due, as_of=late)] * 2)) == []
    assert Message.objects.filter(kind="assignment_overdue").count() == 1


def test_doing_it_and_waiving_it_at_once_is_one_of_both(privacy):
    abena, hr = person("Abena Osei"), person("Olga Petrova", is_hr_admin=True)
    row = assign_to(abena, privacy)
    at_once(
        [
            partial(complete_module, person=abena, module=privacy, completed_at=NOON + DAY),
            partial(waive, row=row, by=hr, reason="No need.", as_of=NOON + DAY),
            partial(note_completed, person_ids=[abena.pk], as_of=NOON + DAY),
        ]
    )
    found = assigned_to(abena)
    assert found.state in ("done", "waived")
    assert (found.done_at is None) is (found.state == "waived")
