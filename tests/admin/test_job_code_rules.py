"""A rule that HR adds, changes or deletes gives and takes roles, as one that was there before."""

from functools import partial

import pytest
from celery import current_app
from django.test import Client
from django.urls import reverse

from assessments.frameworks.models import RoleLevel
from assessments.roles.models import JobCodeRule, RoleAssignment
from assessments.roles.services import delete_job_code_rules, save_job_code_rule
from assessments.roles.subscriptions import apply_all_job_code_rules
from assessments.roles.tasks import apply_job_code_rules
from lifow.base import jobs
from lifow.base.circuit_breaker import CircuitBreaker
from lifow.events.types import JobCodeRulesChanged
from lifow.people.persons.models import Person
from tests.admin.outcomes import change_of, outcome_of, sent
from tests.backing.worlds import world
from tests.company import NOON, person, role

ADD, LIST = reverse("admin:assessments_jobcoderule_add"), reverse("admin:assessments_jobcoderule_changelist")


@world
def rule() -> JobCodeRule:
    """Reps have a role by rule, and leads none yet."""
    person(job_code="SUP-1")
    made = JobCodeRule.objects.create(job_code="SUP-1", role_level=role("Rep"))
    role("Lead")
    apply_job_code_rules()
    return made


@pytest.fixture
def hr(rule, client) -> Client:
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


def look() -> list[tuple[str, str]]:
    """The rules, and what they give once a worker applies them."""
    apply_job_code_rules()
    given = RoleAssignment.objects.current().values_list("person__given_name", "role_level__name")
    return [*JobCodeRule.objects.order_by("job_code").values_list("job_code", "role_level__name"), *given]


def of(*role_levels: str) -> list[tuple[str, str]]:
    return [("job_code_rules.changed", f"{{'role_level_ids': {list(role_levels)}}}")]


def test_a_rule_that_is_added_gives_its_role(hr):
    said = {"job_code": "SUP-1", "role_level": role_level("Lead")}
    outcome = outcome_of(partial(sent, hr, ADD, said), look)
    assert ("Abena", "Lead") in outcome["rows"]
    assert (outcome["events"], outcome["deliveries"]) == (of("Lead"), ["assessments.apply_changed_rules"])
    assert outcome["marks"] == [(Person.objects.get(given_name="Abena").email, "role")]


def test_a_rule_that_is_changed_takes_one_role_and_gives_another(hr, rule):
    said = {"job_code": "SUP-1", "role_level": role_level("Lead")}
    outcome = outcome_of(partial(sent, hr, change_of(rule), said), look)
    assert outcome["rows"] == [("SUP-1", "Lead"), ("Abena", "Lead")]
    assert outcome["events"] == of("Lead", "Rep")


@pytest.mark.parametrize("by_list", [True, False])
def test_a_rule_that_is_deleted_takes_its_role(hr, rule, by_list):
    page = LIST if by_list else reverse("admin:assessments_jobcoderule_delete", args=[rule.pk])
    said = {"post": "yes", "action": "delete_selected", "_selected_action": [rule.pk]}
    outcome = outcome_of(partial(hr.post, page, said), look)
    assert (outcome["rows"], outcome["events"]) == ([], of("Rep"))


def test_the_service_does_the_same_without_a_page(rule):
    def change() -> None:
        save_job_code_rule(
            rule=JobCodeRule(job_code="SUP-1", role_level_id=role_level("Lead")), saved_at=NOON
        )
        delete_job_code_rules(rules=JobCodeRule.objects.filter(pk=rule.pk), deleted_at=NOON)

    outcome = outcome_of(change, look)
    assert outcome["rows"] == [("SUP-1", "Lead"), ("Abena", "Lead")]
    assert outcome["events"] == sorted([*of("Lead"), *of("Rep")])


def test_a_worker_is_told_of_changed_rules(rule, monkeypatch, django_capture_on_commit_callbacks):
    started: list[str] = []
    monkeypatch.setattr(jobs, "broker_circuit", CircuitBreaker())
    monkeypatch.setattr(current_app, "send_task", lambda name, **_: started.append(name))
    with django_capture_on_commit_callbacks(execute=True):
        apply_all_job_code_rules(JobCodeRulesChanged(role_level_ids=(1,)), occurred_at=NOON)
    assert started == [apply_job_code_rules.name]


def role_level(name: str) -> int:
    return RoleLevel.objects.get(name=name).pk


def test_what_is_typed_offers_the_best_match_first(hr):
    """By the alphabet of their roles an apprentice would come before."""
    for name in ("Apprentice frontend developer, software", "Lead software developer", "Software developer"):
        role(name)
    asked = {
        "term": "software developer",
        "app_label": "assessments",
        "model_name": "jobcoderule",
        "field_name": "role_level",
    }
    found = hr.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [one["text"] for one in found] == [
        "Software developer",
        "Lead software developer",
        "Apprentice frontend developer, software",
    ]
    short = hr.get(reverse("admin:autocomplete"), {**asked, "term": "so"}).json()["results"]
    assert short[0]["text"] == "Apprentice frontend developer, software"
