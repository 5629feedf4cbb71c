"""Calendars as ical.js reads them, which nobody here wrote: Thunderbird's parser."""

import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

NODE = shutil.which("node")
SCRIPT = Path(__file__).with_name("read_calendar.mjs")
ICAL_JS = Path(__file__).parents[3] / "frontend/node_modules/ical.js/dist/ical.js"

IS_REQUIRED = os.environ.get("LIFOW_REQUIRE_ALL") == "1"
IS_THERE = NODE is not None and ICAL_JS.exists()
needs_node = pytest.mark.skipif(not IS_THERE and not IS_REQUIRED, reason="ical.js is not installed")


def read(calendar: bytes) -> dict[str, Any]:
    """The method, the name and the events of a calendar file."""
    command = [NODE, str(SCRIPT), str(ICAL_JS)]
    done = subprocess.run(command, input=calendar, capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout)


def start_of(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["start"])
