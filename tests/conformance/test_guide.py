"""docs/api/README.md, typed from its first line to its last against a site that runs."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from assessments.evidence.models import Evidence
from lifow.base.api.problems import KINDS
from tests.conformance.callers import SCOPES, SECRET, oauth_client
from tests.conformance.worlds import add_more, build_world

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs/api/README.md"
PART = re.compile(r"^```(sh|python|json)\n(.*?)^```|^<!-- keep (\w+)=(\S+) -->", re.MULTILINE | re.DOTALL)
SETTING = re.compile(r"^\w+=.*$", re.MULTILINE)


def parts() -> Iterator[tuple[str, str]]:
    """What is typed and what is kept, in the order of the page."""
    for language, text, name, path in PART.findall(GUIDE.read_text(encoding="utf-8")):
        yield (language, text) if language else ("keep", f"{name}={path}")


def typed(command: list[str], environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def at(answer: Any, path: str) -> str:
    """The value at a path such as data.0.id."""
    for step in path.split("."):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return answer


@pytest.mark.django_db(transaction=True)
def test_the_guide_can_be_typed_as_it_stands(live_server, monkeypatch):
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda *args, **options: None)
    world = build_world()
    add_more(world, 2)
    client = oauth_client(*SCOPES)
    environment = {"LIFOW": live_server.url, "CLIENT_ID": client.pk, "CLIENT_SECRET": SECRET}
    said = ""
    before = Evidence.objects.count()
    for kind, text in parts():
        if kind == "keep":
            name, _, path = text.partition("=")
            environment[name] = at(json.loads(said), path)
        elif kind == "json":
            assert shape(json.loads(text)) == shape(json.loads(said))
        elif kind == "python":
            emails = typed([sys.executable, "-c", text], environment).split()
            assert world.learner.email in emails
            assert len(emails) == len(set(emails))
        elif not SETTING.match(text):
            said = typed(["bash", "-c", text.replace("curl ", "curl --silent --show-error ")], environment)
    assert Evidence.objects.count() == before + 1


def shape(problem: Any) -> Any:
    """A problem without what differs from one time to the next."""
    return {**problem, "request_id": type(problem["request_id"])}


def test_every_scope_is_in_the_guide():
    named = re.findall(r"^\| `([a-z]+:[a-z]+)` \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(SCOPES)


def test_every_status_in_the_guide_is_one_that_the_api_gives():
    rows = re.findall(r"^\| ([\d, ]+) \|", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    statuses = {int(status) for row in rows for status in row.split(",")}
    assert statuses <= {kind.status for kind in KINDS.values()}
