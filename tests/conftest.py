"""What every test shares; backing/pages.py has fixtures for pages, backing/processes.py for processes."""

import gc
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext

import hypothesis
import pytest
from auditlog.context import disable_auditlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from content.catalogue.selectors import forget_columns
from tests.backing.examples import examples

pytest_plugins = [
    "tests.backing.answering",
    "tests.backing.clients",
    "tests.backing.databases",
    "tests.backing.worlds",
    "tests.backing.dialect",
    "tests.backing.pages",
    "tests.backing.processes",
]

hypothesis.settings.register_profile(
    "lifow", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=examples()
)
hypothesis.settings.load_profile("lifow")

# A password's hash is made slow for attackers; tests have none.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
# Files as they are built, also on Redis, where production would want those that collectstatic hashed.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Spread over processes, the longest files come first: with browsers and processes, then with most tests.

    No process is left with a long one at the end, while the others have nothing to do.
    """
    if "PYTEST_XDIST_WORKER" in os.environ:
        long = {item.path for item in items if any(map(item.get_closest_marker, ("browser", "process")))}
        tests = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.path not in long, -tests[item.path]))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector, an eighth of the time, need not look at it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _audit_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Off but for tests marked `audit_log`: writing it is a tenth of the time that all others take."""
    with nullcontext() if request.node.get_closest_marker("audit_log") else disable_auditlog():
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """No test sees what another one cached."""
    cache.clear()
    forget_columns()


@pytest.fixture(autouse=True)
def _needed_server(request: pytest.FixtureRequest) -> None:
    """Skip a test marked `postgres` or `redis` where the run is without it."""
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("this run is on SQLite")
    if request.node.get_closest_marker("redis") and not settings.REDIS_URL:
        pytest.skip("this run is without Redis")
