"""What a change leaves behind, whichever way it is made, and the forms of the admin as they are filled in."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.forms import BaseForm, CheckboxInput, MultiWidget
from django.test import Client
from django.urls import reverse

from assessments.frameworks.models import RoleLevel
from assessments.marks.models import StaleMark
from lifow.events.models import Delivery, Event
from lifow.people.persons.models import OrgUnit, Person

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
# How the rows that events name are told apart, whatever their ids.
NAMES = {
    "person_ids": (Person, "email"),
    "org_unit_ids": (OrgUnit, "key"),
    "role_level_ids": (RoleLevel, "external_id"),
}


def outcome_of(change: Callable[[], object], rows: Callable[[], object]) -> dict[str, object]:
    """The rows, marks and events after a change, and who counts as changed; then it is undone."""
    with transaction.atomic():
        for model in (StaleMark, Event):
            model.objects.all().delete()
        for model in (Person, OrgUnit):
            model.objects.update(updated_at=LONG_AGO)
        change()
        found = {
            "rows": rows(),
            "marks": sorted(StaleMark.objects.values_list("person__email", "reason")),
            "events": sorted(map(_told, Event.objects.order_by("pk"))),
            "deliveries": sorted(Delivery.objects.values_list("subscription", flat=True)),
            "people": _changed(Person, "email"),
            "units": _changed(OrgUnit, "key"),
        }
        transaction.set_rollback(True)
    return found


def _told(event: Event) -> tuple[str, str]:
    named = {}
    for field, value in event.payload.items():
        model, name = NAMES.get(field, (None, ""))
        ids = model.objects.filter(pk__in=value).values_list(name, flat=True) if model else value
        named[field] = sorted(ids) if model else ids
    return event.type, str(named)


def _changed(model: type[Model], name: str) -> list[Any]:
    changed = model._default_manager.exclude(updated_at=LONG_AGO)
    return sorted(changed.values_list(name, flat=True))


def change_of(one: Model) -> str:
    return reverse(f"admin:{one._meta.label_lower.replace('.', '_')}_change", args=[one.pk])


def filled_in(client: Client, page: str) -> dict[str, Any]:
    """What the forms of a page of the admin hold, as a browser would send it."""
    context = client.get(page).context
    formsets = [one.formset for one in context["inline_admin_formsets"]]
    said = _held(context["adminform"].form)
    for formset in formsets:
        said |= _held(formset.management_form)
        for form in formset.initial_forms:
            said |= _held(form)
        said[f"{formset.prefix}-TOTAL_FORMS"] = len(formset.initial_forms)
    return said


def added(said: dict[str, Any], prefix: str, **line: Any) -> dict[str, Any]:
    """The same with one more line below."""
    place = said[f"{prefix}-TOTAL_FORMS"]
    lines = {f"{prefix}-{place}-{name}": value for name, value in line.items()}
    return said | lines | {f"{prefix}-TOTAL_FORMS": place + 1}


def sent(client: Client, page: str, said: dict[str, Any]) -> None:
    """Send a form of the admin; what it says has to hold."""
    answer = client.post(page, said)
    assert answer.status_code == 302, [answer.context["errors"], answer.context["adminform"].errors]


def _held(form: BaseForm) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for field in form:
        widget, value = field.field.widget, field.value()
        if isinstance(widget, MultiWidget):
            parts = widget.decompress(value)
            said |= {f"{field.html_name}_{place}": part or "" for place, part in enumerate(parts)}
        elif isinstance(widget, CheckboxInput):
            said |= {field.html_name: "on"} if value else {}
        elif value is not None:
            said[field.html_name] = value
    return said
