"""A page of the admin that was open while somebody else changed the same record."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from assessments.frameworks.models import Skill
from content.catalogue.models import Module
from lifow.people.persons.models import Employment, Person
from tests.backing.forms import fields_of
from tests.company import module, person, skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(db) -> Client:
    client = Client()
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


def opened(client: Client, row) -> tuple[str, dict]:
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return page, fields_of(client.get(page).content.decode())


def test_what_both_have_changed_is_shown_and_nothing_is_written(root):
    abena = person("Abena Osei", timezone="UTC")
    page, form = opened(root, abena)
    Person.objects.filter(pk=abena.pk).update(timezone="Africa/Accra")

    answer = root.post(page, form | {"timezone": "Europe/Berlin", "given_name": "Abenaa"})

    assert answer.status_code == 200
    said = answer.content.decode()
    assert "Somebody else has changed this to “Africa/Accra” since you opened the page" in said
    abena.refresh_from_db()
    assert (abena.timezone, abena.given_name) == ("Africa/Accra", "Abena")
    again = fields_of(said)
    assert again["timezone"] == ["Europe/Berlin"], "what was typed is kept"
    assert root.post(page, again).status_code == 302
    abena.refresh_from_db()
    assert (abena.timezone, abena.given_name) == ("Europe/Berlin", "Abenaa")


def test_what_was_changed_once_more_meanwhile_is_shown_once_more(root):
    abena = person("Abena Osei", timezone="UTC")
    page, form = opened(root, abena)
    Person.objects.filter(pk=abena.pk).update(timezone="Africa/Accra")
    again = fields_of(root.post(page, form | {"timezone": "Europe/Berlin"}).content.decode())
    Person.objects.filter(pk=abena.pk).update(timezone="Asia/Tokyo")

    assert "“Asia/Tokyo”" in root.post(page, again).content.decode()


def test_the_same_change_twice_is_no_conflict(root):
    abena = person("Abena Osei", timezone="UTC")
    page, form = opened(root, abena)
    Person.objects.filter(pk=abena.pk).update(timezone="Africa/Accra")

    assert root.post(page, form | {"timezone": "Africa/Accra"}).status_code == 302


def test_what_others_changed_elsewhere_on_the_page_stays_and_is_named(root):
    abena = person("Abena Osei", timezone="UTC")
    page, form = opened(root, abena)
    Person.objects.filter(pk=abena.pk).update(timezone="Africa/Accra", is_active=False)

    said = root.post(page, form | {"given_name": "Abenaa"}, follow=True).content.decode()

    assert "it was kept:" in said
    assert "Time zone" in said.split("it was kept:")[1].split("<")[0]
    abena.refresh_from_db()
    assert (abena.timezone, abena.given_name, abena.is_active) == ("Africa/Accra", "Abenaa", False)


def test_a_left_account_is_not_opened_again_by_a_page_left_open(root):
    abena = person("Abena Osei")
    page, form = opened(root, abena)
    Employment.objects.filter(person=abena).update(status="terminated", ends_on=date(2026, 1, 31))
    Person.objects.filter(pk=abena.pk).update(is_active=False)

    root.post(page, form | {"family_name": "Mensah"})

    abena.refresh_from_db()
    assert (abena.family_name, abena.is_active) == ("Mensah", False)
    assert Employment.objects.get(person=abena).status == "terminated"


def test_rows_below_meet_too(root):
    marta, ruth = person("Marta Kowalczyk"), person("Ruth Amankwah")
    abena = person("Abena Osei", manager=marta)
    page, form = opened(root, abena)
    Employment.objects.filter(person=abena).update(manager=ruth)
    name = "employments-0-manager"
    assert form[name] == [str(marta.pk)]

    said = root.post(page, form | {name: ""}).content.decode()

    assert "Somebody else has changed this to “Ruth Amankwah”" in said
    assert Employment.objects.get(person=abena).manager == ruth
    assert root.post(page, fields_of(said)).status_code == 302
    assert Employment.objects.get(person=abena).manager is None


def test_days_and_choices_are_named_as_people_read_them(root):
    abena = person("Abena Osei")
    row = Employment.objects.get(person=abena)
    page, form = opened(root, row)
    Employment.objects.filter(pk=row.pk).update(starts_on=date(2024, 2, 5), status="leave")

    said = root.post(page, form | {"starts_on": "2024-03-01", "status": "terminated"}).content.decode()

    assert "“Feb. 5, 2024”" in said
    assert "“On leave”" in said or "“Leave”" in said


@pytest.mark.parametrize(
    "made", [lambda: skill("SQL"), lambda: module("Refunds", skill("Refund policy"), 1, 3)]
)
def test_every_record_is_kept_from_being_overwritten(root, made):
    row = made()
    text = "name" if isinstance(row, Skill) else "title"
    page, form = opened(root, row)
    type(row).objects.filter(pk=row.pk).update(**{text: "Theirs"})

    said = root.post(page, form | {text: "Mine"}).content.decode()

    assert "Somebody else has changed this to “Theirs”" in said
    assert getattr(type(row).objects.get(pk=row.pk), text) == "Theirs"
    assert isinstance(row, Skill | Module)
