"""Modules and plans in the admin: what is written undoes nothing, and what is shown takes few queries."""

import pytest
from django.test import Client
from django.urls import reverse

from content.catalogue import admin
from content.catalogue.models import Module
from content.catalogue.services import archive_module, check_prerequisites, publish_module
from content.planning.models import Plan
from content.planning.services import refresh_plans
from lifow.people.persons.models import Person
from tests.company import NOON, compute, give, module, observe, person, role, skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(client) -> Client:
    client.force_login(Person.objects.create_superuser("root@larkfield.example", given_name="Root"))
    return client


def change_of(one) -> str:
    return reverse(f"admin:{one._meta.label_lower.replace('.', '_')}_change", args=[one.pk])


def filled_in(one: Module, **changes: object) -> dict[str, object]:
    names = ("title", "key", "kind", "minutes", "summary", "body")
    lines = {"effects-TOTAL_FORMS": 0, "effects-INITIAL_FORMS": 0}
    return {**{name: getattr(one, name) for name in names}, "facets": "", **lines, **changes}


@pytest.mark.parametrize("write", [publish_module, archive_module])
def test_what_is_published_or_retired_while_a_form_is_saved_stays_so(hr, monkeypatch, write):
    """Another connection writes after the admin has read the module, while it waits for the catalogue."""
    draft = module("The refund change", skill(), 1, 3, status="draft")
    check = check_prerequisites

    def check_when_somebody_else_was_first(**said):
        write(module=Module.objects.get())
        check(**said)

    monkeypatch.setattr(admin, "check_prerequisites", check_when_somebody_else_was_first)
    assert hr.post(change_of(draft), filled_in(draft, title="Refunds now")).status_code == 302
    saved = Module.objects.get()
    assert saved.title == "Refunds now"
    assert saved.status == ("published" if write is publish_module else "retired")


def test_a_plan_opens_in_as_many_queries_whatever_its_length(hr, django_assert_max_num_queries):
    abena = person()
    needs = [f"Skill {number}" for number in range(6)]
    give(abena, role(**{name.replace(" ", "_"): 3 for name in needs}))
    for name in needs:
        observe(abena, skill(name), 1)
    compute(abena)
    module("A first", skill("Skill 0"), 1, 3)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    plan = Plan.objects.get()
    with django_assert_max_num_queries(8) as few:
        hr.get(change_of(plan))
    for name in needs[1:]:
        module(name, skill(name), 1, 3)
    refresh_plans(person_ids=[abena.pk], as_of=NOON)
    assert plan.items.count() == len(needs)
    with django_assert_max_num_queries(len(few)):
        hr.get(change_of(plan))
