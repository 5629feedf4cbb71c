"""A folder and an environment of its own for each test run, set before Django reads its settings.

Pytest loads this with `-p`, ahead of pytest-django. Nothing that a person's own shell or .env names is ever
touched: databases and brokers come only from LIFOW_TEST_DATABASE_URL and LIFOW_TEST_REDIS_URL, which
`python -m tests` sets to servers that it started. Processes of one run (pytest-xdist) each have a folder, a
database and a number of Redis of their own.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

FOLDER = Path(tempfile.mkdtemp(prefix="lifow-test-"))
NUMBER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

os.environ |= {
    "LIFOW_VAR": str(FOLDER),
    "DATABASE_URL": os.environ.get("LIFOW_TEST_DATABASE_URL") or f"sqlite:///{FOLDER}/lifow.sqlite3",
    "REDIS_URL": os.environ.get("LIFOW_TEST_REDIS_URL", "").replace("?db=0", f"?db={NUMBER}"),
    "SECRET_KEY": "only-for-tests",
    "DEBUG": "false",
    "LIFOW_DEMO": "true",
    "LIFOW_HTTPS": "false",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "EMAIL_URL": "memorymail://",
    # Tests of vectors turn it on; workers of others have no model to read.
    "LIFOW_SEARCH_BY_MEANING": "false",
    # Threads of its own for each small matrix wait for each other where every processor runs tests.
    "OPENBLAS_NUM_THREADS": "1",
}
# Hardly anything that is loaded goes again: a search after each seven hundred objects takes a second of it.
gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
