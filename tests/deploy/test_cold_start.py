"""A process that computes nothing starts without the packages that only computing needs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process
ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = ("scipy", "ortools", "pandas", "onnxruntime")
# All that a command, a web server and a worker import: every page, every resource, every task.
START = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "lifow.settings"
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "check"])
import lifow.urls, lifow.wsgi
from lifow.celery import app
app.loader.import_default_modules()
print(json.dumps(sorted(sys.modules)))
"""


@pytest.fixture(scope="module")
def imported() -> set[str]:
    started = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(json.loads(started.stdout.splitlines()[-1]))


def test_nothing_heavy_is_imported_before_it_is_used(imported):
    assert not imported.intersection(HEAVY)


def test_that_is_said_of_pages_tasks_and_the_demo(imported):
    assert imported >= {"portal.home.views", "mentoring.matching.tasks", "content.planning.api", "demo.apps"}


def test_the_site_serves_with_all_that_is_loaded_frozen():
    script = """
import gc, json, sys
import lifow.wsgi
frozen, others = gc.get_freeze_count(), len(gc.get_objects())
print(json.dumps([frozen, others, sorted(sys.modules)]))
"""
    started = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    frozen, others, modules = json.loads(started.stdout.splitlines()[-1])
    assert {"portal.home.views", "content.planning.api"} <= set(modules)
    assert frozen > 10 * others
