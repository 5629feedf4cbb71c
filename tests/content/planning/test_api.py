"""/api/v1/modules and /plans: the material, and who does what of it next, and why."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from content.planning.models import Plan
from content.planning.services import complete_module, refresh_plans, set_learning_time
from lifow.people.persons.models import Person
from tests import company
from tests.backing.worlds import world
from tests.company import NOON, observe
from tests.conformance.callers import machine, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return machine("content:read", "plans:read")


@world
def learner() -> Person:
    """Somebody at level 1 of a skill of which 3 is needed, and unknown in another."""
    person = company.person()
    company.give(person, company.role(Refund_policy=3, SQL=2))
    for day in range(8):
        observe(person, company.skill(), 1, observed_at=NOON - timedelta(days=day))
    company.compute(person)
    return person


def found(client: Client, path: str, **query: Any) -> list[str]:
    response = client.get(f"/api/v1/{path}", query)
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["data"]]


def test_a_module_tells_what_it_raises_and_what_comes_before(client):
    author = company.person(is_author=True)
    first = company.module("Read an invoice", company.skill("Invoices"), 0, 1)
    module = company.module(
        "Explain a refund", company.skill(), 1, 2.5, author=author, facets={"product": ["billing"]}
    )
    module.prerequisites.add(first)
    told = client.get(f"/api/v1/modules/{module.public_id}").json()
    assert told["effects"] == [{"skill": company.skill().public_id, "from_level": 1.0, "to_level": 2.5}]
    assert told["prerequisites"] == [first.public_id]
    assert told["author"] == author.public_id
    assert told["facets"] == {"product": ["billing"]}
    assert told["body"] == "# Explain a refund"


def test_modules_are_found_by_key_kind_skill_and_status(client):
    article = company.module("Explain a refund", company.skill(), 1, 2)
    quiz = company.module("Ten questions", company.skill("SQL"), 0, 1, kind="quiz")
    draft = company.module("Not ready", company.skill("SQL"), 0, 1, status="draft")
    for query, expected in (
        ({"key": quiz.key}, [quiz]),
        ({"kind": "quiz"}, [quiz]),
        ({"skill": company.skill("SQL").public_id}, [quiz, draft]),
        ({"status": "published"}, [article, quiz]),
        ({"updated_since": "2199-01-01T00:00:00Z"}, []),
    ):
        assert found(client, "modules", **query) == [each.public_id for each in expected], query


def test_a_learner_sees_no_draft_and_an_author_does():
    draft = company.module("Not ready", company.skill(), 0, 1, status="draft")
    learner, author = company.person(), company.person("Ines Carvalho", is_author=True)
    assert signed_in(learner).get(f"/api/v1/modules/{draft.public_id}").status_code == 404
    assert found(signed_in(learner), "modules") == []
    assert found(signed_in(author), "modules") == [draft.public_id]


def test_a_plan_tells_each_step_with_its_reason(client, learner):
    first = company.module("Read an invoice", company.skill("Invoices"), 0, 1)
    module = company.module("Explain a refund", company.skill(), 1, 3, minutes=6)
    module.prerequisites.add(first)
    refresh_plans(person_ids=[learner.pk], as_of=NOON)
    plan = Plan.objects.get()
    told = client.get(f"/api/v1/plans/{plan.public_id}").json()
    items = {item["reason"]: item for item in told["items"]}
    assert [item["position"] for item in told["items"]] == [1, 2, 3]
    assert (told["person"], told["outcome"]) == (learner.public_id, "planned")
    assert told["minutes_planned"] == sum(item["minutes"] for item in told["items"])
    assert 0.9 <= told["certificate"] <= 1
    assert items["prepares"]["module"] == first.public_id
    assert items["prepares"]["prepares_for"] == module.public_id
    assert items["closes"]["module"] == module.public_id
    assert items["closes"]["skill"] == company.skill().public_id
    assert items["closes"]["level_after"] == 3.0
    assert items["assess"]["module"] is None
    assert items["assess"]["skill"] == company.skill("SQL").public_id
    assert items["assess"]["questions"] > 0
    assert items["assess"]["gap_closed"] is None
    assert told["gap_closed"] == items["closes"]["gap_closed"]
    assert told["is_stale"] is False


def test_a_plan_names_the_skills_that_no_module_raises(client, learner):
    refresh_plans(person_ids=[learner.pk], as_of=NOON)
    [told] = client.get("/api/v1/plans").json()["data"]
    assert told["without_content"] == [company.skill().public_id]


def test_a_plan_names_the_skills_whose_material_is_done(client, learner):
    done = company.module("Explain a refund", company.skill(), 1, 3)
    complete_module(person=learner, module=done, completed_at=NOON - timedelta(days=30))
    refresh_plans(person_ids=[learner.pk], as_of=NOON)
    [told] = client.get("/api/v1/plans").json()["data"]
    assert (told["used_up"], told["without_content"]) == ([company.skill().public_id], [])


def test_a_plan_whose_week_is_done_tells_what_the_next_one_begins_with(client, learner):
    observe(learner, company.skill("SQL"), 4)
    company.compute(learner)
    module = company.module("Explain a refund", company.skill(), 1, 3, minutes=30)
    done = company.module("Read an invoice", company.skill("Invoices"), 0, 1, minutes=6)
    complete_module(person=learner, module=done, completed_at=NOON)
    [told] = client.get("/api/v1/plans").json()["data"]
    assert told["outcome"] == "week_done"
    assert told["next_week"] == {
        "module": module.public_id,
        "skill": company.skill().public_id,
        "minutes": 30,
    }
    module.delete()
    [told] = client.get("/api/v1/plans").json()["data"]
    assert told["next_week"] is None


def test_a_week_that_begins_with_a_question_names_no_module(client, learner):
    done = company.module("Read an invoice", company.skill("Invoices"), 0, 1, minutes=29)
    complete_module(person=learner, module=done, completed_at=NOON)
    [told] = client.get("/api/v1/plans").json()["data"]
    sql = company.skill("SQL").public_id
    assert told["next_week"] == {"module": None, "skill": sql, "minutes": 3}


def test_a_plan_is_stale_when_its_report_is_no_more(client, learner):
    refresh_plans(person_ids=[learner.pk], as_of=NOON)
    observe(learner, company.skill("SQL"), 2)
    company.compute(learner, as_of=NOON + timedelta(hours=1))
    [told] = client.get("/api/v1/plans").json()["data"]
    assert told["is_stale"] is True


def test_plans_are_found_by_person_unit_and_outcome(client, learner):
    other = company.person("Mikael Lindh", org_unit=company.unit("Sales"))
    company.compute(other)
    refresh_plans(person_ids=[learner.pk, other.pk], as_of=NOON)
    plans = {plan.person_id: plan for plan in Plan.objects.all()}
    for query, person in (
        ({"person": learner.public_id}, learner),
        ({"org_unit": company.unit("Sales").public_id}, other),
        ({"outcome": plans[other.pk].outcome}, other),
    ):
        assert found(client, "plans", **query) == [plans[person.pk].public_id], query
    assert found(client, "plans", updated_since=(NOON + timedelta(seconds=1)).isoformat()) == []


def test_a_plan_tells_which_critical_skills_it_leaves_out_and_what_waits_for_others(client):
    kofi = company.person("Kofi Mensah")
    company.give(kofi, company.role(Refund_policy=(3, 1, True), SQL=(2, 1, True)))
    for day in range(8):
        observe(kofi, company.skill(), 1, observed_at=NOON - timedelta(days=day))
    observe(kofi, company.skill("SQL"), 5, source="self")
    company.compute(kofi)
    company.module("Explain a refund", company.skill(), 1, 3, minutes=45)
    set_learning_time(person=kofi, minutes_per_week=8, as_of=NOON)
    [told] = client.get("/api/v1/plans").json()["data"]
    refunds, sql = company.skill().public_id, company.skill("SQL").public_id
    assert told["left_out"] == [
        {"skill": refunds, "reason": "longer_than_week", "minutes": 45},
        {"skill": sql, "reason": "waiting", "minutes": None},
    ]
    assert told["waiting"] == [sql]
    stored = [{"skill": company.skill().pk, "reason": "of_tomorrow", "minutes": None}]
    Plan.objects.update(outcome_details={"left_out": [*stored, {"skill": 0, "reason": "no_module"}]})
    [told] = client.get("/api/v1/plans").json()["data"]
    assert told["left_out"] == [{"skill": refunds, "reason": "of_tomorrow", "minutes": None}]
