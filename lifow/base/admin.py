"""What the admin of every app is made of: who keeps the records, and what can only be looked at."""

from collections.abc import Sequence
from typing import Any

from auditlog.registry import auditlog
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from lifow.base.models import IdempotencyKey

TIMES_OF_CHANGE = ("created_at", "updated_at")


def keeps_records(request: HttpRequest) -> bool:
    """Whether the user is an HR admin who may use the admin; superusers have every permission anyway."""
    return bool(request.user.is_active and request.user.has_perm("people.view_organisation"))


def names_of(*relations: str) -> tuple[str, ...]:
    """Search fields that find a row by the name or e-mail of the people whom these relations lead to."""
    return tuple(
        f"{relation}__{field}" for relation in relations for field in ("given_name", "family_name", "email")
    )


class RecordAdmin(ModelAdmin):
    """Rows that HR admins keep. By itself a row is deleted by a superuser only; see also `RecordInline`."""

    list_per_page = 50
    show_full_result_count = False
    compressed_fields = True
    warn_unsaved_form = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return keeps_records(request) or super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return keeps_records(request) or super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_change_permission(request, obj)


class RecordInline(TabularInline):
    """Rows that are kept together with what they belong to; HR admins may delete them there."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return keeps_records(request) or super().has_delete_permission(request, obj)


class LookOnly:
    """Rows that are derived or only ever added to: nobody changes them by hand, superusers included."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class LookOnlyAdmin(LookOnly, RecordAdmin):
    """A list and a page a row, to look at."""


class LookOnlyInline(LookOnly, RecordInline):
    """Rows shown with what they belong to, to look at."""


def audit(model: type[Model], *, but: Sequence[str] = (), **options: Any) -> None:
    """Log who changed what in the model's own columns, `but` these; times of change say nothing themselves.

    Columns are named, because left alone the log would also read every one-to-one relation back to the row.
    """
    left_out = {*TIMES_OF_CHANGE, *but}
    columns = [field.name for field in model._meta.fields if field.name not in left_out]
    auditlog.register(model, include_fields=columns, **options)


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(LookOnlyAdmin):
    list_display = ("client", "key", "status", "created_at")
    search_fields = ("client", "key")
    ordering = ("-created_at",)
