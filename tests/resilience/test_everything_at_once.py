"""All that can be away is taken away while a company works, and it comes to the same end: the short form."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# Each kind of fault once.
FAULTS = 14
OURS = ("LIFOW_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@pytest.mark.process
@pytest.mark.postgres
@pytest.mark.redis
def test_nothing_is_lost_doubled_or_set_aside_and_nobody_is_answered_500(tmp_path):
    command = [sys.executable, "-m", "benchmarks.outages", f"--faults={FAULTS}", "--pieces=80"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    done = subprocess.run(
        [*command, "--keep", str(tmp_path / "logs")],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The two ends are equal" in done.stdout
