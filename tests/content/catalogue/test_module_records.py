"""What is left behind when a module changes: the time of the change, and who did what in the audit log."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from auditlog.models import LogEntry
from django.utils import timezone

from content.catalogue.models import Module, ModuleEffect
from content.catalogue.services import Effect, ModuleContents, archive_module, publish_module, update_module
from tests.backing.worlds import world
from tests.company import module, skill
from tests.conformance.callers import machine

pytestmark = [pytest.mark.django_db, pytest.mark.audit_log]


@world
def draft() -> Module:
    return module("The refund change", skill("Refund policy"), 1, 3, status="draft")


def changed_since(moment: datetime) -> list[str]:
    """Titles of the modules that a client is told when it asks for what has changed."""
    answer = machine("content:read").get("/api/v1/modules", {"updated_since": moment.isoformat()})
    return [one["title"] for one in answer.json()["data"]]


def log_of(*models: type) -> list[tuple[str, dict[str, list[str]]]]:
    names = [model._meta.model_name for model in models]
    entries = LogEntry.objects.filter(content_type__model__in=names).order_by("pk")
    return [(entry.get_action_display(), entry.changes) for entry in entries]


@pytest.mark.parametrize("write", [publish_module, archive_module])
def test_a_client_that_asks_for_what_has_changed_is_told_of_it(draft, write):
    Module.objects.update(updated_at=timezone.now() - timedelta(days=1))
    before = timezone.now()
    assert changed_since(before) == []
    write(module=draft)
    assert changed_since(before) == ["The refund change"]


def test_the_log_tells_each_change_of_status_once(draft):
    LogEntry.objects.all().delete()
    for _ in range(2):
        publish_module(module=draft)
    assert log_of(Module) == [("update", {"status": ["draft", "published"]})]


def test_the_status_of_now_counts_not_the_one_that_was_read_before(draft):
    read_before = Module.objects.get()
    publish_module(module=draft)
    archive_module(module=Module.objects.get())
    publish_module(module=read_before)
    draft.refresh_from_db()
    assert (draft.status, read_before.status) == ("published", "published")


def save(one: Module, **levels: tuple[str, str]) -> None:
    effects = [Effect(skill(name), Decimal(start), Decimal(end)) for name, (start, end) in levels.items()]
    update_module(module=one, contents=ModuleContents(one.title, "case", 4, "Fees.", effects=effects))


def test_the_log_tells_which_effects_came_changed_and_went(draft):
    save(draft, Empathy=("1", "2"), Tact=("1", "2"))
    LogEntry.objects.all().delete()
    save(draft, Empathy=("1", "2.5"), SQL=("0", "1"))
    assert [action for action, _ in log_of(ModuleEffect)] == ["update", "create", "delete"]
    assert log_of(ModuleEffect)[0] == ("update", {"to_level": ["2.00", "2.5"]})
    assert sorted(str(one) for one in draft.effects.all()) == ["Empathy 1.00 → 2.50", "SQL 0.00 → 1.00"]


def test_effects_that_stay_as_they_are_are_no_change(draft):
    save(draft, Empathy=("1", "2"))
    LogEntry.objects.all().delete()
    save(draft, Empathy=("1.00", "2.00"))
    assert log_of(Module, ModuleEffect) == []
