"""gunicorn's settings as in production, and a file when a web process has loaded the site."""

import os
from pathlib import Path
from typing import Any

worker_class = "lifow.server.ProblemWorker"


def post_worker_init(worker: Any) -> None:
    Path(os.environ["LIFOW_OUTAGES_READY"]).touch()
