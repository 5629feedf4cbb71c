"""Whoever stays away for too long signs in again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.company import person

pytestmark = pytest.mark.django_db
HOME = "portal:home"


@pytest.fixture
def abena() -> Client:
    client = Client()
    client.force_login(person("Abena Osei"))
    return client


def away(hours: float) -> None:
    (row,) = Session.objects.all()
    Session.objects.update(expire_date=row.expire_date - timedelta(hours=hours))


def left() -> timedelta:
    return Session.objects.get().expire_date - timezone.now()


def test_a_session_ends_once_it_was_idle(abena, settings):
    settings.SESSION_IDLE_HOURS = 12
    assert abena.get(reverse(HOME)).status_code == 200
    away(12.1)

    assert abena.get(reverse(HOME)).status_code == 302


def test_whoever_comes_back_in_time_stays(abena, settings):
    settings.SESSION_IDLE_HOURS = 12
    for _hours in range(3):
        away(11)
        assert abena.get(reverse(HOME)).status_code == 200
        assert left() > timedelta(hours=11.9)


def test_a_shorter_time_holds_for_sessions_of_before(abena, settings):
    settings.SESSION_IDLE_HOURS = 1
    abena.get(reverse(HOME))

    assert left() <= timedelta(hours=1)


def test_not_every_request_writes(abena):
    abena.get(reverse(HOME))

    with CaptureQueriesContext(connection) as seen:
        abena.get(reverse(HOME))

    assert not [one for one in seen.captured_queries if one["sql"].startswith("UPDATE")]


@pytest.mark.dialect
def test_pages_are_read_where_nothing_can_be_written(abena):
    away(6)
    with nothing_written():
        assert abena.get(reverse(HOME)).status_code == 200
        assert left() < timedelta(hours=7)


@contextmanager
def nothing_written() -> Iterator[None]:
    """The database refuses to write."""
    on_sqlite = connection.vendor == "sqlite"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if on_sqlite else "SET TRANSACTION READ ONLY")
        try:
            yield
        finally:
            if on_sqlite:
                cursor.execute("PRAGMA query_only = OFF")
            # On PostgreSQL it lasts as long as the savepoint.
            transaction.set_rollback(True)
