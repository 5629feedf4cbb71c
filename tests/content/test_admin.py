"""Modules in the admin: what is written there undoes nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from content import services
from content.models import Module
from lifow.people.models import Person
from tests.company import module, skill

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


@pytest.mark.parametrize("write", [services.publish_module, services.retire_module])
def test_what_is_published_or_retired_while_a_form_is_saved_stays_so(hr, monkeypatch, write):
    """Another connection writes after the admin has read the module, while it waits for the catalogue."""
    draft = module("The refund change", skill(), 1, 3, status="draft")
    check = services.check_prerequisites

    def check_when_somebody_else_was_first(**said):
        write(module=Module.objects.get())
        check(**said)

    monkeypatch.setattr(services, "check_prerequisites", check_when_somebody_else_was_first)
    assert hr.post(change_of(draft), filled_in(draft, title="Refunds now")).status_code == 302
    saved = Module.objects.get()
    assert saved.title == "Refunds now"
    assert saved.status == ("published" if write is services.publish_module else "retired")
