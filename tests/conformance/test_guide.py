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
from django.utils import timezone

from assessments.evidence.models import Evidence
from demo.company_files import read_company
from demo.services import PARTS
from lifow.base.api.problems import KINDS
from lifow.people.persons.models import Person
from lifow.people.roster.tasks import carry_out_imports
from tests.conformance.callers import SCOPES, SECRET, oauth_client

GUIDE = Path(__file__).resolve().parent.parent.parent / "docs/api/README.md"
PART = re.compile(
    r"^```(sh|python|json)\n(.*?)^```|^<!-- (keep|worker)(?: (\S+))? -->", re.MULTILINE | re.DOTALL
)
SETTING = re.compile(r"^\w+=.*$", re.MULTILINE)


def parts() -> Iterator[tuple[str, str]]:
    """What is typed and what is kept, in the order of the page."""
    for language, text, mark, told in PART.findall(GUIDE.read_text(encoding="utf-8")):
        yield (language, text) if language else (mark, told)


def typed(command: list[str], environment: Mapping[str, str], folder: Path) -> str:
    done = subprocess.run(
        command, env={**os.environ, **environment}, cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def at(answer: Any, path: str) -> str:
    """The value at a path such as data.0.id."""
    for step in path.split("."):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return answer


@pytest.mark.django_db(transaction=True)
def test_the_guide_can_be_typed_as_it_stands(live_server, monkeypatch, tmp_path):
    """Against the demo company, as `make demo` has it; where the guide waits for a worker, one works."""
    if shutil.which("curl") is None:
        pytest.skip("no curl here")
    monkeypatch.setattr("celery.app.base.Celery.send_task", lambda *args, **options: None)
    load_demo()
    client = oauth_client(*SCOPES)
    environment = {"LIFOW": live_server.url, "CLIENT_ID": client.pk, "CLIENT_SECRET": SECRET}
    said, before = "", Evidence.objects.count()
    for kind, text in parts():
        if kind == "keep":
            name, _, path = text.partition("=")
            environment[name] = at(json.loads(said), path)
        elif kind == "worker":
            carry_out_imports()
        elif kind == "json":
            assert shape(json.loads(text)) == shape(json.loads(said))
        elif kind == "python":
            emails = typed([sys.executable, "-c", text], environment, tmp_path).split()
            assert "abena.osei@larkfield.example" in emails
            assert len(emails) == len(set(emails))
        elif not SETTING.match(text):
            said = typed(["bash", "-c", quiet(text)], environment, tmp_path)
            assert is_answered(said, text), said
    assert Evidence.objects.count() == before + 1
    assert_all_is_written()


def load_demo() -> None:
    """The demo company as of now."""
    now = timezone.now()
    company = read_company(now.date())
    for part in PARTS:
        part.run(company, now)


def quiet(text: str) -> str:
    return text.replace("curl ", "curl --silent --show-error ")


def is_answered(said: str, text: str) -> bool:
    """Whether a request was granted: one that is to fail shows a level of "high"."""
    return ('"high"' in text) == (json.loads(said).get("type", "").startswith("/api/v1/docs/#problem"))


def assert_all_is_written() -> None:
    """What the guide writes is there."""
    noor = Person.objects.get(external_ids__value="LF901")
    assert noor.employments.current().get().job_code == "SUP-SP1"
    assert noor.role_assignments.filter(external_id="RA-1").exists()
    assert Person.objects.filter(external_ids__value="LF902").exists()
    assert not Person.objects.filter(external_ids__value="LF903").exists()
    assert Person.objects.filter(external_ids__source="kiosk").count() == 2


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
