"""Real workers: a whole company is computed through Celery, even where a worker is killed in the middle."""

import pytest

from assessments.gaps.models import GapReport
from assessments.gaps.services import mark_everyone, rebuild
from assessments.marks.models import StaleMark
from assessments.roles.models import RoleAssignment
from content.planning.models import Plan
from lifow.celery import app
from tests.backing.processes import wait_until
from tests.company import NOON, framework, observe, person, role, skill

pytestmark = pytest.mark.django_db(transaction=True)
HEADCOUNT = 2500


@pytest.fixture(autouse=True)
def _sweep_each_second(monkeypatch):
    monkeypatch.setenv("LIFOW_SWEEP_SECONDS", "1")


@pytest.fixture
def company() -> list[int]:
    """Four chunks of people with a role, some of them with evidence."""
    from lifow.people.persons.models import Employment, OrgUnit, Person

    framework()
    level = role(SQL=2, Empathy=3, Refund_policy=(3, 2, True))
    people = Person.objects.bulk_create(
        Person(email=f"p{number}@larkfield.example", given_name=f"P{number}") for number in range(HEADCOUNT)
    )
    unit = OrgUnit.objects.create(key="all", name="All")
    Employment.objects.bulk_create(
        Employment(person=one, org_unit=unit, starts_on="2024-01-01") for one in people
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(person=one, role_level=level, source="hand", starts_on="2024-01-01") for one in people
    )
    for one in people[::40]:
        observe(one, skill("SQL"), one.pk % 6)
    return [one.pk for one in people]


def test_a_killed_worker_loses_nothing_and_repeats_nothing(company, start, worker):
    doomed = worker()
    command = start("manage.py", "compute_gaps", "--all")
    wait_until(lambda: 0 < GapReport.objects.count() < HEADCOUNT)
    doomed.kill()
    done_by_the_first = GapReport.objects.count()
    assert done_by_the_first < HEADCOUNT
    worker("-B")
    wait_until(lambda: not StaleMark.objects.exists())
    assert command.wait() == 0, command.output()
    assert GapReport.objects.count() == HEADCOUNT, "each report is there once"
    assert set(GapReport.objects.current().values_list("person_id", flat=True)) == set(company)
    for report in GapReport.objects.order_by("pk")[::100]:
        clean = rebuild(person_ids=[report.person_id], as_of=report.as_of)
        assert clean[report.person_id] == bytes(report.packed)


def test_two_workers_at_once_share_the_work_and_do_it_once(company, worker):
    workers = [worker("-n", "first"), worker("-n", "second")]
    mark_everyone(reason="asked", marked_at=NOON)
    for _ in range(3):
        app.send_task("assessments.gaps.tasks.refresh_gaps")
    wait_until(lambda: not StaleMark.objects.exists())
    wait_until(lambda: Plan.objects.count() == HEADCOUNT)
    assert GapReport.objects.count() == HEADCOUNT, "each report is there once"
    assert set(GapReport.objects.current().values_list("person_id", flat=True)) == set(company)
    for one in workers:
        assert "refresh_gaps_chunk" in one.output()
        assert "raised" not in one.output()


def test_plans_follow_gaps_through_the_same_worker(worker, start):
    from tests.company import give, module

    abena = person()
    give(abena, role(SQL=3))
    observe(abena, skill("SQL"), 1)
    module("Joins in ten minutes", skill("SQL"), 1, 3)
    worker()
    assert start("manage.py", "compute_gaps", "--all").wait() == 0
    wait_until(lambda: Plan.objects.filter(person=abena).exists())
    assert Plan.objects.get(person=abena).items.get().module.title == "Joins in ten minutes"
    assert Plan.objects.get(person=abena).computed_at > NOON
