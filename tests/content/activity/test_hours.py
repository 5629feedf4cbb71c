"""HR sees where learning spills out of working hours, and nothing of single people."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from content.activity.choices import Act
from content.activity.models import ActivityEntry, LearningHours
from content.activity.reports import learning_outside_hours
from content.activity.services import count_learning_hours
from lifow.base.channels import Channel
from lifow.people.persons.models import OrgUnit, Person
from tests.backing.worlds import world
from tests.company import NOON, module, person, skill, unit

pytestmark = pytest.mark.django_db


@world
def support() -> OrgUnit:
    return unit("Support")


@world
def six(support) -> list[Person]:
    """Six people of one unit."""
    return [person(f"Person {number}", org_unit=support) for number in range(6)]


def learned(who: Person, seconds: int, *, in_hours: bool, at: datetime = NOON) -> None:
    ActivityEntry.objects.create(
        person=who,
        module=module("Fees", skill("Refund policy"), 1, 2),
        act=Act.LEARNED,
        at=at,
        channel=Channel.PORTAL,
        in_hours=in_hours,
        seconds=seconds,
    )


def test_a_unit_with_much_of_it_is_told(six, support):
    for one in six:
        learned(one, 300, in_hours=True)
    for one in six[:5]:
        learned(one, 120, in_hours=False)
    assert count_learning_hours(as_of=NOON) == 1
    found = learning_outside_hours()
    [row] = found.units
    assert (row.org_unit, row.people, row.people_outside) == (support, 6, 5)
    assert (row.seconds, row.seconds_outside) == (2_400, 600)
    assert found.share == row.share_outside == 0.25


def test_the_people_of_units_below_are_counted_with_those_above(six, support):
    above = unit("Customers")
    OrgUnit.objects.filter(pk=support.pk).update(parent=above)
    other = person("Ola Berg", org_unit=above)
    for one in (*six, other):
        learned(one, 60, in_hours=False)
    assert count_learning_hours(as_of=NOON) == 2
    assert dict(LearningHours.objects.values_list("org_unit__name", "people")) == {
        "Support": 6,
        "Customers": 7,
    }
    assert learning_outside_hours().share == 1


def test_what_single_people_do_is_not_told(six):
    for one in six:
        learned(one, 60, in_hours=True)
    for one in six[:4]:
        learned(one, 600, in_hours=False)
    count_learning_hours(as_of=NOON)
    assert LearningHours.objects.get().seconds_outside == 0
    assert learning_outside_hours() is None


def test_units_of_which_few_learned_have_no_numbers(six):
    for one in six[:4]:
        learned(one, 600, in_hours=False)
    assert count_learning_hours(as_of=NOON) == 0


def test_what_is_over_is_forgotten(six):
    for one in six:
        learned(one, 60, in_hours=False, at=NOON - timedelta(days=30))
    assert count_learning_hours(as_of=NOON - timedelta(days=29)) == 1
    assert count_learning_hours(as_of=NOON) == 0
    assert not LearningHours.objects.exists()


def test_counting_twice_is_counting_once(six):
    for one in six:
        learned(one, 60, in_hours=False)
    for _run in range(2):
        count_learning_hours(as_of=NOON)
    assert LearningHours.objects.get().seconds == 360


def test_hr_reads_which_managers_to_ask(client, six, support):
    for one in six:
        learned(one, 60, in_hours=False)
    count_learning_hours(as_of=NOON)
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    page = client.get(reverse("portal:organisation_learning")).content.decode()
    assert "ask the managers of these units" in page
    assert f"?unit={support.public_id}" in page


def test_hr_reads_where_there_is_nothing_to_warn_of(client, six):
    client.force_login(person("Ruth Amankwah", is_hr_admin=True))
    assert "No unit of five people" in client.get(reverse("portal:organisation_learning")).content.decode()
