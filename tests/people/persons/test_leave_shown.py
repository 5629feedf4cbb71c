"""The API, the admin and a person's page say who is on leave."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lifow.people.persons.models import Person
from tests.backing.leave import DAY, goes_on_leave
from tests.backing.worlds import world
from tests.company import person

pytestmark = pytest.mark.django_db


@world
def ruth() -> Person:
    return person("Ruth Amankwah", is_hr_admin=True, is_staff=True, is_superuser=True)


@world
def noor(ruth: Person) -> Person:
    """On leave since yesterday, for ten days more; Kofi is not."""
    made = person("Noor Haddad")
    person("Kofi Mensah")
    today = timezone.now().date()
    goes_on_leave(made, today - DAY, today + 10 * DAY)
    return made


@pytest.fixture
def hr(ruth) -> Client:
    client = Client()
    client.force_login(ruth)
    return client


def test_the_api_says_from_when_to_when_and_filters(hr, noor):
    found = hr.get("/api/v1/people", {"on_leave": "true"}).json()
    today = timezone.now().date()
    leave = {"first_day": f"{today - DAY}", "last_day": f"{today + 10 * DAY}"}
    assert [(one["id"], one["leave"]) for one in found["data"]] == [(noor.public_id, leave)]
    others = hr.get("/api/v1/people", {"on_leave": "false"}).json()["data"]
    assert {one["given_name"] for one in others} == {"Ruth", "Kofi"}
    assert all(one["leave"] is None for one in others)


@pytest.mark.parametrize(("asked", "names"), [("on", {"Noor"}), ("off", {"Ruth", "Kofi"})])
def test_the_admin_lists_who_is_on_leave(hr, noor, asked, names):
    page = hr.get(reverse("admin:people_person_changelist"), {"leave": asked})
    assert {one.given_name for one in page.context["cl"].result_list} == names


def test_a_persons_page_says_until_when(hr, noor):
    page = hr.get(reverse("portal:person", args=[noor.public_id])).content.decode()
    assert "On leave until" in page
    kofi = Person.objects.get(given_name="Kofi")
    assert "On leave" not in hr.get(reverse("portal:person", args=[kofi.public_id])).content.decode()
