"""The API against its own description: right requests and wrong ones, which Schemathesis makes from it.

Here one or two of each operation, and some that follow each other. With LIFOW_API_CASES, as many of each as
it says, and every value that a description allows or forbids: more than 5,000 requests in ten minutes.

    LIFOW_API_CASES=10 python -m pytest -n0 tests/conformance/test_schemathesis.py -s
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from assessments.frameworks.models import Framework, RoleLevel
from lifow.base.api import limits
from lifow.people.persons.models import ExternalId
from tests.conformance.callers import SCOPES, bearer
from tests.conformance.worlds import World, add_more, build_world

CONFIG = Path(__file__).with_name("schemathesis.toml")
CASES = os.environ.get("LIFOW_API_CASES", "")
PHASES = "examples,fuzzing,stateful"


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_the_api_does_what_its_description_says(live_server, monkeypatch, tmp_path):
    monkeypatch.setattr(limits, "REQUESTS", 1_000_000)
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda *args, **options: None)
    name_as_in_the_examples(build_world())
    options = {
        "phases": f"{PHASES},coverage" if CASES else PHASES,
        "checks": "all",
        "max-examples": CASES or "2",
        "seed": "1",
    }
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"),
        f"{live_server.url}/api/v1/openapi.json",
        *(f"--{name}={value}" for name, value in options.items()),
        *("--header", f"Authorization: {bearer(*SCOPES)}"),
        "--continue-on-failure",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=7_200)
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert re.search(r"\d+ generated", done.stdout)


def name_as_in_the_examples(world: World) -> None:
    """So that requests made from the examples of the description find what they name."""
    add_more(world, 2)
    ExternalId.objects.create(source="hris", value="E1007", person=world.manager)
    Framework.objects.filter(pk=world.skill.framework_id).update(key="larkfield")
    RoleLevel.objects.filter(pk=world.role_level.pk).update(external_id="support-specialist-2")
