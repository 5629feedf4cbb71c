"""A database of an earlier version is migrated while people read it, and while somebody holds its tables."""

import re
import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from tests.backing.migrating import empty_database
from tests.backing.processes import wait_until
from tests.migrations.test_earlier_database import HERE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
# Longer than a change waits for its lock.
HELD_SECONDS = 2
READS = 20
IN_USE = re.compile("in use|in_use")
TABLES = ("people_person", "people_employment", "assessments_evidence", "content_module", "mentoring_pairing")


@pytest.fixture
def earlier(tmp_path) -> Iterator[str]:
    """The parameters of a connection to a database of 6243b10."""
    inside = connection.settings_dict
    with empty_database(tmp_path) as name:
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
    """Long reports, one after the other, until told to end: each holds all tables until everybody has read."""

    def __init__(self, told: str, readers: list[Reader]) -> None:
        super().__init__(daemon=True)
        self.told, self.readers, self.stuck = told, readers, ""
        self.holds, self.is_over = threading.Event(), threading.Event()

    def run(self) -> None:
        with psycopg.connect(self.told) as one:
            while not self.is_over.is_set():
                for table in TABLES:
                    one.execute(f"LOCK TABLE {table} IN ACCESS SHARE MODE")
                self.holds.set()
                self.is_over.wait(HELD_SECONDS)
                self.wait_for_readers()
                one.rollback()
                self.is_over.wait(0.5)

    def wait_for_readers(self) -> None:
        """Let each of them read on while the tables are held; who cannot is stuck behind who waits for them."""
        counts = [reader.count for reader in self.readers]
        try:
            wait_until(
                lambda: all(
                    reader.count >= count + READS or reader.is_over.is_set()
                    for reader, count in zip(self.readers, counts, strict=True)
                )
            )
        except AssertionError as error:
            self.stuck = str(error)


@pytest.fixture
def readers(earlier) -> Iterator[list[Reader]]:
    """Those who read all the while."""
    made = [Reader(earlier, table) for table in TABLES]
    for one in made:
        one.start()
    yield made
    for one in made:
        one.is_over.set()
        one.join()


@pytest.fixture
def holder(earlier, readers) -> Iterator[Holder]:
    """Long reports, of which the first has begun to hold its tables."""
    made = Holder(earlier, readers)
    made.start()
    assert made.holds.wait(60)
    yield made
    made.is_over.set()
    made.join()


def test_nobody_waits_behind_a_migration_that_waits(earlier, start, holder):
    """Whoever reads goes on reading for as long as the migration is refused its lock."""
    inside = psycopg.conninfo.conninfo_to_dict(earlier)
    url = f"postgres://{inside['user']}@/{inside['host']}/{inside['dbname']}"
    migrating = start("manage.py", "migrate", "--verbosity", "1", DATABASE_URL=url)
    wait_until(lambda: IN_USE.search(migrating.output()) is not None, migrating.output)
    holder.is_over.set()
    assert migrating.wait() == 0, migrating.output()
    assert not holder.stuck
    with psycopg.connect(earlier) as one:
        said = "SELECT name FROM django_migrations WHERE app = 'assessments'"
        applied = {name for (name,) in one.execute(said)}
    assert "0036_waiting_marks" in applied
