"""A database of an earlier version is migrated while people read it, and while somebody holds its tables."""

import re
import threading
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from tests.backing.processes import wait_until
from tests.migrations.test_earlier_database import HERE, empty_database

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
# The change gives up after one, and takes no time where it gets its lock.
HELD_SECONDS = 4
LONGEST_WAIT = 2.5
IN_USE = re.compile("in use|in_use")
TABLES = ("people_person", "people_employment", "assessments_evidence", "content_module", "mentoring_pairing")


@pytest.fixture
def earlier(tmp_path) -> Iterator[str]:
    """The parameters of a connection to a database of 6243b10."""
    inside = connection.settings_dict
    with empty_database(connection, tmp_path) as name:
        told = psycopg.conninfo.make_conninfo(
            dbname=name,
            host=inside["HOST"],
            port=inside["PORT"],
            user=inside["USER"],
            password=inside["PASSWORD"],
        )
        with psycopg.connect(told, autocommit=True) as one:
            one.execute((HERE / "6243b10.postgresql.sql").read_text())
        yield told


class Reader(threading.Thread):
    """Somebody who reads a table again and again, and notes the longest wait."""

    def __init__(self, told: str, table: str) -> None:
        super().__init__(daemon=True)
        self.told, self.table, self.longest, self.count = told, table, 0.0, 0
        self.is_over = threading.Event()

    def run(self) -> None:
        with psycopg.connect(self.told, autocommit=True) as one:
            while not self.is_over.wait(0.01):
                began = time.monotonic()
                one.execute(f"SELECT count(*) FROM {self.table}")
                self.longest = max(self.longest, time.monotonic() - began)
                self.count += 1


class Holder(threading.Thread):
    """Long reports, one after the other, until told to end: each holds all tables for some seconds."""

    def __init__(self, told: str) -> None:
        super().__init__(daemon=True)
        self.told, self.holds, self.is_over = told, threading.Event(), threading.Event()

    def run(self) -> None:
        with psycopg.connect(self.told) as one:
            while not self.is_over.is_set():
                for table in TABLES:
                    one.execute(f"LOCK TABLE {table} IN ACCESS SHARE MODE")
                self.holds.set()
                self.is_over.wait(HELD_SECONDS)
                one.rollback()
                self.is_over.wait(0.5)


def test_nobody_waits_for_long_behind_a_migration_that_waits(earlier, start):
    holder, readers = Holder(earlier), [Reader(earlier, table) for table in TABLES]
    for one in (holder, *readers):
        one.start()
    assert holder.holds.wait(10)
    inside = psycopg.conninfo.conninfo_to_dict(earlier)
    url = f"postgres://{inside['user']}@/{inside['host']}/{inside['dbname']}"
    migrating = start("manage.py", "migrate", "--verbosity", "1", DATABASE_URL=url)
    wait_until(lambda: len(IN_USE.findall(migrating.output())) > 0, migrating.output)
    holder.is_over.set()
    assert migrating.wait() == 0, migrating.output()
    for one in readers:
        one.is_over.set()
        one.join()
    waits = {one.table: one.longest for one in readers}
    assert max(waits.values()) < LONGEST_WAIT, waits
    assert min(one.count for one in readers) > 100
    with psycopg.connect(earlier) as one:
        said = "SELECT name FROM django_migrations WHERE app = 'assessments'"
        applied = {name for (name,) in one.execute(said)}
    assert "0036_waiting_marks" in applied
