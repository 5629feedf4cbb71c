"""The broker is away: what people, machines and commands write is kept, and done as soon as it is back."""

import json

import pytest

from assessments.evidence.models import Evidence
from assessments.gaps.models import GapReport
from assessments.marks.models import StaleMark
from assessments.roles.models import RoleAssignment
from lifow.people.persons.models import Person
from tests.backing.processes import wait_until
from tests.company import NOON, framework, give, person, role, skill
from tests.resilience.proxies import NO_REDIS

pytestmark = pytest.mark.django_db(transaction=True)
ROSTER = "employee id,first name,last name,email,org unit\n1,Ada,Obi,ada@larkfield.example,Support\n"


@pytest.fixture
def abena() -> Person:
    learner = person("Abena Osei", is_hr_admin=True)
    give(learner, role(SQL=3))
    return learner


def test_a_rating_is_kept_and_its_gap_is_computed_at_once(abena, site_without_redis):
    sql = skill("SQL")
    site_without_redis.sign_in(abena)
    sent = {"level": "2", "idempotency_key": "once", "note": ""}
    answer = site_without_redis.post(f"/skills/{sql.public_id}/rate/", sent)
    assert answer.status == 302, answer.text
    assert Evidence.objects.get().level == 2
    assert GapReport.objects.get().person == abena


def test_evidence_of_a_machine_is_kept_with_its_mark(abena, site_without_redis):
    site_without_redis.sign_in(abena)
    said_before = len(site_without_redis.running.output())
    kofi = person("Kofi Mensah")
    observation = {
        "person": kofi.public_id,
        "skill": skill("SQL").public_id,
        "level": 2,
        "source": "test",
        "observed_at": NOON.isoformat(),
    }
    body = json.dumps(observation).encode()
    answer = site_without_redis.post("/api/v1/evidence", body, **{"Content-Type": "application/json"})
    assert answer.status == 201, answer.text
    wait_until(lambda: "job_left_to_the_sweep" in site_without_redis.running.output()[said_before:])
    assert StaleMark.objects.get().person == kofi


@pytest.mark.parametrize("redis", [NO_REDIS, "unix:///tmp/there-is-none.sock?db=0"])
def test_a_roster_is_imported(start, tmp_path, redis):
    roster = tmp_path / "roster.csv"
    roster.write_text(ROSTER)
    command = start("manage.py", "import_roster", str(roster), REDIS_URL=redis)
    assert command.wait() == 0, command.output()
    assert Person.objects.get().email == "ada@larkfield.example"


@pytest.mark.redis
def test_the_sweep_does_the_work_when_it_is_back(abena, redis_proxy, site, start, monkeypatch):
    proxy, url = redis_proxy
    proxy.close()
    served = site(REDIS_URL=url, LIFOW_HTTPS="false")
    # Of oneself nobody records a test.
    served.sign_in(person("Ruth Amankwah", is_hr_admin=True))
    for level in ("1", "2"):
        body = {"person": abena.public_id, "skill": skill("SQL").public_id, "level": level, "source": "test"}
        sent = json.dumps({**body, "observed_at": NOON.isoformat()}).encode()
        assert served.post("/api/v1/evidence", sent, **{"Content-Type": "application/json"}).status == 201
    proxy.open()
    beat = ("-B", "-P", "solo", "-l", "INFO")
    worker = start("-m", "celery", "-A", "lifow", "worker", *beat, REDIS_URL=url, LIFOW_SWEEP_SECONDS="1")
    wait_until(lambda: not StaleMark.objects.exists(), worker.output)
    assert GapReport.objects.get().person == abena
    assert framework().versions.count() == 1
    assert RoleAssignment.objects.get().person == abena
