"""A file when a worker has loaded the site and takes tasks."""

import os
from pathlib import Path
from typing import Any

from celery.signals import worker_ready


@worker_ready.connect
def say(**said: Any) -> None:
    Path(os.environ["LIFOW_OUTAGES_READY"]).touch()
