"""What every test shares; backing/pages.py has fixtures for pages, backing/processes.py for processes."""

import os
from collections.abc import Iterator
from contextlib import nullcontext

import hypothesis
import pytest
from auditlog.context import disable_auditlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from pytest_django.plugin import DjangoDbBlocker

from tests.backing import environment
from tests.snapshot import take_snapshot

pytest_plugins = [f"tests.backing.{name}" for name in ("pages", "processes", "worlds")]

hypothesis.settings.register_profile("lifow", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("lifow")

# A password's hash is made slow for attackers; tests have none.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Files as they are built, also on Redis, where production would want those that collectstatic hashed.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True


def pytest_itemcollected(item: pytest.Item) -> None:
    """Real transactions leave the tables empty; have rows that migrations made put back for the next test."""
    marker = item.get_closest_marker("django_db")
    options = dict(marker.kwargs) if marker else {}
    if options.get("transaction") or {"transactional_db", "live_server"} & set(
        getattr(item, "fixturenames", ())
    ):
        options |= {"transaction": True, "serialized_rollback": True}
        item.add_marker(pytest.mark.django_db(**options), append=False)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite's test database is a file, so that a process that a test starts sees what the test wrote."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(environment.FOLDER / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows that migrations made are put back all at once; Django would save each of them by itself."""
    with django_db_blocker.unblock():
        put_back = take_snapshot()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "deserialize_db_from_string", lambda creation, rows: put_back())
        yield


@pytest.fixture(autouse=True)
def _audit_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Off but for tests marked `audit_log`: writing it is a tenth of the time that all others take."""
    with nullcontext() if request.node.get_closest_marker("audit_log") else disable_auditlog():
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another one cached."""
    cache.clear()


@pytest.fixture(autouse=True)
def _needed_server(request: pytest.FixtureRequest) -> None:
    """Skip a test marked `postgres` or `redis` where the run is without it."""
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("this run is on SQLite")
    if request.node.get_closest_marker("redis") and not settings.REDIS_URL:
        pytest.skip("this run is without Redis")
