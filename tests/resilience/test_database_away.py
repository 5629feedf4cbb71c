"""The database goes away and comes back: people and machines are told, and nothing has to be restarted."""

import json

import pytest

from assessments.gaps.models import GapReport
from assessments.marks.models import StaleMark
from lifow.celery import app
from lifow.events.models import Delivery, Event
from tests.backing.processes import wait_until
from tests.company import NOON, give, observe, person, role, skill
from tests.resilience.proxies import NO_REDIS

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ["/", "/skills/", "/modules/", "/accounts/logout/"]


def test_pages_and_api_say_so_and_work_again_when_it_is_back(database_proxy, site):
    proxy, url = database_proxy
    abena = person("Abena Osei")
    served = site(DATABASE_URL=url, REDIS_URL=NO_REDIS, LIFOW_HTTPS="false")
    served.sign_in(abena)
    assert [served.get(path).status for path in PAGES] == [200] * 4
    assert served.get("/api/v1/skills").status == 200
    proxy.close()
    for path in [*PAGES, "/healthz"]:
        answer = served.get(path)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "5"), path
    assert "The database cannot be reached" in answer.text
    problem = served.get("/api/v1/skills")
    assert (problem.status, problem.headers["Retry-After"]) == (503, "5")
    assert problem.headers["Content-Type"] == "application/problem+json"
    assert json.loads(problem.text)["code"] == "unavailable"
    assert served.get("/static/mark.svg").status == 200, "files need no database"
    proxy.open()
    assert [served.get(path).status for path in [*PAGES, "/healthz", "/api/v1/skills"]] == [200] * 6


def test_a_worker_outlives_it(database_proxy, start):
    proxy, url = database_proxy
    abena = person("Abena Osei")
    give(abena, role(SQL=3))
    observe(abena, skill("SQL"), 1)
    app.control.purge()
    worker = start("-m", "celery", "-A", "lifow", "worker", "-P", "solo", "-l", "INFO", DATABASE_URL=url)
    worker.wait_for(" ready.")
    proxy.close()
    app.send_task("assessments.gaps.tasks.refresh_gaps")
    worker.wait_for("OperationalError")
    assert StaleMark.objects.get().person == abena, "the row is still there"
    proxy.open()
    app.send_task("assessments.gaps.tasks.refresh_gaps")
    wait_until(GapReport.objects.exists, worker.output)
    assert GapReport.objects.get().as_of > NOON
    assert worker.process.poll() is None


@pytest.mark.postgres
def test_a_delivery_that_loses_it_is_not_counted_as_tried(database_proxy, start, tmp_path):
    proxy, url = database_proxy
    event = Event.objects.create(type="tests.person.left", payload={"person_id": 1}, occurred_at=NOON)
    Delivery.objects.create(event=event, subscription="tests.wait")
    go = tmp_path / "go"
    drain = start("-m", "tests.resilience.waiting_drain", str(go), DATABASE_URL=url)
    drain.wait_for("in hand")
    assert Delivery.objects.get().attempts == 1
    proxy.close()
    go.touch()
    drain.wait_for("delivery_failed")
    proxy.open()
    assert drain.wait() == 0, drain.output()
    assert "Drained(delivered=0, failed=1)" in drain.output()
    assert Delivery.objects.waiting().get().attempts == 0
