"""The test database: migrated once and copied from there, and put back after each test that commits.

What migrations make is kept as a template until product code or packages change: a file in pytest's cache for
SQLite, a database on the same server for PostgreSQL. Of processes that start at the same time (pytest-xdist)
one migrates, and all copy.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from lifow.base.database.migration_states import migrations_made_fast
from tests.backing import environment
from tests.snapshot import Restore, take_snapshot

ROOT = Path(__file__).resolve().parent.parent.parent
# Fixtures that put the whole database into a state of their own, whatever is in it.
PUT_BY_FIXTURES = {"larkfield"}
DATABASE = pytest.StashKey["Migrated"]()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Have the test database made from a migrated one; on SQLite a file, which other processes see, too."""
    cache = getattr(request.config, "cache", None)
    folder = cache.mkdir("migrated") if cache else environment.FOLDER
    template = f"lifow_migrated_{state_of_the_code()}"
    with one_at_a_time(folder / "lock"), django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            _copy_on_sqlite(folder / template)
        else:
            _copy_on_postgresql(template)


@dataclass(slots=True)
class Migrated:
    """How the run's database is put back as migrations left it, and whether a test has committed since."""

    put_back: Restore
    is_written: bool = False


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """After a test that commits, the database is put back as migrations left it, whatever comes next."""
    with django_db_blocker.unblock():
        database = Migrated(take_snapshot())
    request.config.stash[DATABASE] = database
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: setattr(database, "is_written", True)
        )
        yield
    del request.config.stash[DATABASE]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Put the database back, unless what comes next puts all of it into a state of its own."""
    yield
    database = item.config.stash.get(DATABASE, None)
    asked = set(getattr(nextitem, "fixturenames", ()))
    if database and database.is_written and not PUT_BY_FIXTURES & asked:
        with item.config.stash[blocking_manager_key].unblock():
            database.put_back()
        database.is_written = False


def state_of_the_code() -> str:
    """A digest of all that a migrated database may depend on."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    folders = {Path(app.path) for app in apps.get_app_configs()}
    for file in sorted(file for folder in folders for file in folder.rglob("*.py")):
        if file.is_relative_to(ROOT) and ".venv" not in file.parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """No other process of this machine is in the block at the same time."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _copy_on_sqlite(template: Path) -> None:
    if not template.exists():
        for old in template.parent.glob("lifow_migrated_*"):
            old.unlink()
        unfinished = template.with_suffix(".unfinished")
        _migrate(str(unfinished))
        unfinished.rename(template)
    copy = environment.FOLDER / "test.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(copy)
    vars(connection.creation)["_create_test_db"] = lambda *_: shutil.copyfile(template, copy)


def _copy_on_postgresql(template: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [template])
        is_there = cursor.fetchone() is not None
    if not is_there:
        unfinished = f"{template}_unfinished"
        _migrate(unfinished)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {template}")
    connection.settings_dict["TEST"]["TEMPLATE"] = template


def _migrate(name: str) -> None:
    """Make a database of this name as migrations make it."""
    settings, test = connection.settings_dict, connection.settings_dict["TEST"]
    before = settings["NAME"], test["NAME"]
    test["NAME"] = name
    try:
        with migrations_made_fast():
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
    finally:
        settings["NAME"], test["NAME"] = before
