"""What every process pays before it works: `manage.py check`, beside that of a small Django project.

The small project has Django's own apps and nothing else. Both are started in turn, once to warm up (which
also makes the keys and lets Python keep what it compiled, where it may) and then RUNS times; the least CPU
counts.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.harness import Measurement, Result, measured

ROOT = Path(__file__).resolve().parent.parent
RUNS = 5
MOST_SECONDS = 2.1
CHECK = ("manage.py", "check")
SMALL_PROJECT = """
import django
from django.conf import settings
from django.core.management import call_command
apps = ("admin", "auth", "contenttypes", "messages", "sessions", "staticfiles")
settings.configure(INSTALLED_APPS=[f"django.contrib.{name}" for name in apps], STATIC_URL="static/")
django.setup()
call_command("check", "--tag", "models")
"""


def run() -> Result:
    """Start both in turn, RUNS times after one to warm up."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [(_start(folder, *CHECK), _start(folder, "-c", SMALL_PROJECT)) for _ in range(1 + RUNS)][1:]
    ours, small = (min(found, key=lambda one: one.cpu_seconds) for found in zip(*runs, strict=True))
    return Result(
        name="cold_start",
        seconds=ours.seconds,
        cpu_seconds=ours.cpu_seconds,
        peak_mib=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        ratios={"cpu_vs_a_small_django_project": ours.cpu_seconds / small.cpu_seconds},
        goal=f"manage.py check within {MOST_SECONDS} s of CPU",
        met=ours.cpu_seconds <= MOST_SECONDS,
    )


def _start(folder: str, *arguments: str) -> Measurement:
    """Run Python with these arguments, embedded and with nothing of this shell's own settings."""
    variables = {
        "LIFOW_VAR": folder,
        "LIFOW_DEMO": "false",
        "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3",
    }
    with measured() as measurement:
        subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | variables | {"REDIS_URL": ""},
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    return measurement


if __name__ == "__main__":
    print(run().line())
