"""A database of an earlier version is migrated while people read it, and while somebody holds its tables."""

import re
import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from tests.backing.processes import wait_until
from tests.migrations.test_earlier_database import HERE, empty_database

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
READS = 20
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
    """Somebody who reads a table again and again."""

    def __init__(self, told: str, table: str) -> None:
        super().__init__(daemon=True)
        self.told, self.table, self.count = told, table, 0
        self.is_over = threading.Event()

    def run(self) -> None:
        with psycopg.connect(self.told, autocommit=True) as one:
            while not self.is_over.wait(0.01):
                one.execute(f"SELECT count(*) FROM {self.table}")
                self.count += 1


class Holder(threading.Thread):
    """A long report, which holds all tables until it is told to end."""

    def __init__(self, told: str) -> None:
        super().__init__(daemon=True)
        self.told, self.holds, self.is_over = told, threading.Event(), threading.Event()

    def run(self) -> None:
        with psycopg.connect(self.told) as one:
            for table in TABLES:
                one.execute(f"LOCK TABLE {table} IN ACCESS SHARE MODE")
            self.holds.set()
            self.is_over.wait()


@pytest.fixture
def holder(earlier) -> Iterator[Holder]:
    """A long report that has begun to hold its tables."""
    made = Holder(earlier)
    made.start()
    assert made.holds.wait(10)
    yield made
    made.is_over.set()
    made.join()


@pytest.fixture
def readers(holder, earlier) -> Iterator[list[Reader]]:
    """Those who read meanwhile."""
    made = [Reader(earlier, table) for table in TABLES]
    for one in made:
        one.start()
    yield made
    holder.is_over.set()
    for one in made:
        one.is_over.set()
        one.join()


def test_nobody_waits_behind_a_migration_that_waits(earlier, start, holder, readers):
    """Who reads goes on reading for as long as the migration is refused its lock: nobody queues behind it."""
    inside = psycopg.conninfo.conninfo_to_dict(earlier)
    url = f"postgres://{inside['user']}@/{inside['host']}/{inside['dbname']}"
    migrating = start("manage.py", "migrate", "--verbosity", "1", DATABASE_URL=url)
    wait_until(lambda: IN_USE.search(migrating.output()) is not None, migrating.output)
    refused, read = len(IN_USE.findall(migrating.output())), [one.count for one in readers]
    wait_until(
        lambda: all(one.count >= before + READS for one, before in zip(readers, read, strict=True)),
        migrating.output,
    )
    wait_until(lambda: len(IN_USE.findall(migrating.output())) > refused, migrating.output)
    holder.is_over.set()
    assert migrating.wait() == 0, migrating.output()
    with psycopg.connect(earlier) as one:
        said = "SELECT name FROM django_migrations WHERE app = 'assessments'"
        applied = {name for (name,) in one.execute(said)}
    assert "0036_waiting_marks" in applied
