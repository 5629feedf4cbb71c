"""A company is told by every channel, and whoever sends is killed: a day of the month, the short form."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = ("LIFOW_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@pytest.mark.process
@pytest.mark.postgres
def test_hours_leave_and_cap_hold_over_all_channels_and_a_kill_repeats_one_delivery_at_most():
    command = [sys.executable, "-m", "benchmarks.channel_month", "--days=1", "--kills=8"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    done = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing was lost, nothing came twice" in done.stdout
