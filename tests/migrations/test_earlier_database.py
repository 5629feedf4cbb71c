"""A database that an earlier version made is migrated and serves, with all that was in it.

`6243b10.*.sql` are dumps of databases that the code of commit 6243b10 made: its migrations the schema, its
services, pages and API at least one row in every table, about nine people of Larkfield.
"""

import sqlite3
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.aggregates.tasks import count_again
from assessments.gaps.models import GapReport
from assessments.gaps.reports import gaps_of
from content.coverage.tasks import refresh_missing_steps
from content.planning.models import Plan
from content.planning.services import people_with_stale_plans, refresh_plans
from lifow.base.passages.services import refresh_stale
from lifow.people.persons.models import Person
from tests.backing.migrating import another_database
from tests.flows.reading import words

HERE = Path(__file__).parent
MACHINE = {"client_id": "larkfield-hris", "client_secret": "larkfield-hris-secret"}


@pytest.fixture(scope="module", autouse=True)
def _earlier_database(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """For this module the default connection is to a database of 6243b10, migrated to what the code is now."""
    with django_db_blocker.unblock(), another_database(tmp_path_factory.mktemp("earlier")):
        load((HERE / f"6243b10.{connection.vendor}.sql").read_text())
        call_command("migrate", verbosity=0)
        # What the first sweep does.
        count_again()
        refresh_missing_steps()
        yield


def load(dump: str) -> None:
    """Run a dump on the default connection, which is then opened anew: the dump changes its settings."""
    if connection.vendor == "sqlite":
        earlier = sqlite3.connect(connection.settings_dict["NAME"])
        earlier.executescript(dump)
        earlier.close()
    else:
        with connection.cursor() as cursor:
            cursor.execute(dump)
        connection.close()


def signed_in(given_name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(given_name=given_name))
    return client


def assert_shows(page, *words: str) -> None:
    assert page.status_code == 200
    text = page.content.decode()
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("Abena", ("Abena", "Refund policy", "The refund change", "Priya")),
        ("Marta", ("Abena Osei", "Yusuf Demir", "Refund policy")),
        ("Priya", ("Yusuf Demir", "Two refunds at once")),
        ("Inês", ("The refund change", "Refund cases, told")),
        ("Ruth", ("Refund policy",)),
    ],
)
def test_the_page_that_each_begins_with_shows_what_was_there(who, words):
    assert_shows(signed_in(who).get(reverse("portal:start"), follow=True), *words)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("index", ()),
        ("people_person_changelist", ("Inês", "abena.osei@larkfield.example")),
        ("auditlog_logentry_changelist", ("The refund change",)),
    ],
)
def test_the_admin_opens_on_what_was_there(page, words):
    assert_shows(signed_in("Ruth").get(reverse(f"admin:{page}")), *words)


def test_whoever_was_signed_in_still_is():
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "a-session-of-6243b10"
    assert_shows(client.get(reverse("portal:start"), follow=True), "Abena")


def test_search_finds_modules_and_people():
    refresh_stale()
    found = signed_in("Abena").get(reverse("portal:search"), {"q": "refund"})
    assert "The refund change" in words(found)
    assert "Inês Carvalho" in words(signed_in("Ruth").get(reverse("portal:search"), {"q": "ines carv"}))


def test_a_registered_client_of_the_api_gets_a_token_and_the_lists():
    granted = Client().post(reverse("idp:oidc:token"), {"grant_type": "client_credentials", **MACHINE})
    client = Client(headers={"Authorization": f"Bearer {granted.json()['access_token']}"})
    assert_shows(client.get("/api/v1/people"), "abena.osei@larkfield.example", "E1003")
    assert_shows(client.get("/api/v1/modules"), "The refund change")
    abena = Person.objects.get(given_name="Abena").public_id
    for resource in ("evidence", "gap-reports", "plans", "pairings"):
        assert_shows(client.get(f"/api/v1/{resource}", {"person": abena}), abena)


def test_gaps_and_plans_are_kept_and_computed_again():
    abena = Person.objects.get(given_name="Abena")
    assert [str(gap.skill) for gap in gaps_of(abena).gaps] == ["Refund policy"]
    before = timezone.now()
    call_command("compute_gaps", "--all", "--here", stdout=StringIO())
    refresh_plans(person_ids=people_with_stale_plans(before), as_of=timezone.now())
    report = GapReport.objects.current().get(person=abena)
    assert (report.confirmed_at or report.as_of) >= before
    assert Plan.objects.filter(person=abena).exists()
