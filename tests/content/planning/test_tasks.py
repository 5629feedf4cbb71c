"""Plans in the background: everyone who is stale is planned, in chunks, as often as it takes."""

import pytest
from django.utils import timezone

from content.planning import tasks
from content.planning.models import Plan
from content.planning.services import people_with_stale_plans, refresh_plans
from lifow.base import jobs
from lifow.celery import app
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import NOON, compute, give, observe, person, role, skill

pytestmark = pytest.mark.django_db


@world
def team() -> list[Person]:
    needs = role(Empathy=3)
    people = [person(name) for name in ("Abena Osei", "Kofi Mensah", "Marta Lindh")]
    for one in people:
        give(one, needs)
        observe(one, skill("Empathy"), 1)
    compute(*people)
    return people


@pytest.fixture
def sent(monkeypatch) -> list[list[int]]:
    """What would go to the workers."""
    chunks: list[list[int]] = []
    monkeypatch.setattr(app, "send_task", lambda name, args: chunks.append(*args))
    return chunks


def test_stale_people_are_sent_in_chunks(team, sent, monkeypatch):
    monkeypatch.setattr(jobs, "CHUNK", 2)
    assert tasks.refresh_plans() == 2
    assert [len(chunk) for chunk in sent] == [2, 1]
    assert sorted(pk for chunk in sent for pk in chunk) == sorted(one.pk for one in team)


def test_nothing_is_sent_where_nothing_is_stale(team, sent):
    refresh_plans(person_ids=[one.pk for one in team], as_of=NOON)
    assert tasks.refresh_plans() == 0
    assert sent == []


def test_a_chunk_run_twice_leaves_each_plan_once_and_nobody_stale(team):
    ids = [one.pk for one in team]
    tasks.refresh_plans_chunk(ids)
    tasks.refresh_plans_chunk(ids)
    assert Plan.objects.count() == len(team)
    assert people_with_stale_plans(timezone.now()) == []


def test_a_killed_chunk_is_found_again_by_the_sweep(team, sent):
    tasks.refresh_plans_chunk([team[0].pk])
    tasks.refresh_plans()
    assert sent == [[one.pk for one in team[1:]]]
