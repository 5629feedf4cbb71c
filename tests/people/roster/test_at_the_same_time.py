"""Imports and people who keep records by hand, at the same moment: none fails, and none undoes the other."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse

from lifow.base.database.locks import tried_again_after_deadlock
from lifow.people.persons.models import Employment, Person
from lifow.people.roster.interchange import NO_LIMITS, parse_roster
from lifow.people.roster.services import import_roster
from tests.backing.forms import fields_of
from tests.concurrency import at_once

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HEAD = "Employee ID,First Name,Work Email,Job Title,Department,Manager ID,Hire Date\n"
PEOPLE = 12
ZONES = ("Europe/Berlin", "Africa/Accra", "Asia/Tokyo", "UTC")


def brought_in(step: int) -> None:
    """Everybody has another title, and the other of two managers, at each step."""
    lines = (
        f"{n},Ama{n},ama{n}@x.org,Title {step},Acme,{1 + step % 2 if n > 2 else ''},2020-01-01\n"
        for n in range(1, PEOPLE + 1)
    )
    roster = parse_roster(HEAD + "".join(lines))
    at = NOON + timedelta(days=step)
    import_roster(roster=roster, source="hris", limits=NO_LIMITS, applied_at=at)


def signed_in() -> Client:
    client = Client()
    client.force_login(Person.objects.get(given_name="Root"))
    return client


def saved(
    client: Client, person_id: int, field: str, value: str, meanwhile: Callable[[], object] = int
) -> None:
    """Open the person's page in the admin, change one field, and save."""
    page = reverse("admin:people_person_change", args=[person_id])
    form = fields_of(client.get(page).content.decode())
    meanwhile()
    response = client.post(page, form | {field: [value]})
    assert response.status_code == 302, response.content.decode()


@pytest.fixture
def company(db) -> list[int]:
    Person.objects.create_superuser("root@larkfield.example", given_name="Root")
    brought_in(0)
    return list(Person.objects.exclude(given_name="Root").order_by("pk").values_list("pk", flat=True))


@pytest.mark.dialect
def test_a_save_leaves_what_an_import_has_changed_since_the_page_was_opened(company):
    saved(signed_in(), company[3], "timezone", "Asia/Tokyo", meanwhile=partial(brought_in, 1))

    row = Employment.objects.current().get(person=company[3])
    assert (row.job_title, row.person.timezone) == ("Title 1", "Asia/Tokyo")


@pytest.mark.dialect
def test_a_save_says_what_was_said_on_the_page_even_if_it_is_nothing(company):
    Person.objects.filter(pk=company[3]).update(family_name="Osei", is_author=True)
    client = signed_in()
    saved(client, company[3], "family_name", "")
    page = reverse("admin:people_person_change", args=[company[3]])
    form = fields_of(client.get(page).content.decode())
    form.pop("is_author")
    client.post(page, form)

    person = Person.objects.get(pk=company[3])
    assert (person.family_name, person.is_author) == ("", False)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_saves_in_the_admin_and_imports_at_once_neither_fail_nor_undo_each_other(company):
    def keep(hands: int, hand: int) -> None:
        client = signed_in()
        for round_ in range(len(ZONES)):
            for person_id in company[hand::hands]:
                saved(client, person_id, "timezone", ZONES[round_])

    imports = [partial(brought_in, step) for step in range(1, 9)]
    outcomes = at_once([*imports, *(partial(keep, 2, hand) for hand in range(2))])

    assert [one for one in outcomes if isinstance(one, Exception)] == []
    assert set(Person.objects.filter(pk__in=company).values_list("timezone", flat=True)) == {ZONES[-1]}
    titles = set(Employment.objects.current().values_list("job_title", flat=True))
    assert len(titles) == 1, "an import is written whole"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_a_deadlock_has_ended_is_tried_again(company):
    first, second = company[:2]

    @tried_again_after_deadlock
    def both(one: int, other: int) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            Person.objects.filter(pk=one).update(given_name="Both")
            cursor.execute("SELECT pg_sleep(0.3)")
            Person.objects.filter(pk=other).update(given_name="Both")

    assert at_once([partial(both, first, second), partial(both, second, first)]) == [None, None]


def test_any_other_error_is_not_tried_again():
    calls = []

    @tried_again_after_deadlock
    def fail() -> None:
        calls.append(1)
        raise OperationalError("the disk is full")

    with pytest.raises(OperationalError, match="disk"):
        fail()
    assert calls == [1]
