"""Tests, sittings and certificates in the admin: made and taken on pages and by the API, here to look at."""

from django.contrib import admin

from assessments.testing.sittings.models import (
    Accommodation,
    Certificate,
    FormFigures,
    SectionItem,
    Sitting,
    SittingItem,
    SittingSkill,
    TestForm,
    TestFormSection,
)
from lifow.base.admin import LookOnlyAdmin, names_of


@admin.register(TestForm)
class TestFormAdmin(LookOnlyAdmin):
    list_display = ("title", "kind", "purpose", "state", "published_at", "created_by")
    list_select_related = ("created_by",)
    list_filter = ("state", "kind", "purpose")
    search_fields = ("title", "public_id")
    ordering = ("title", "pk")


@admin.register(TestFormSection)
class TestFormSectionAdmin(LookOnlyAdmin):
    list_display = ("form", "position", "skill", "questions", "needed_level")
    list_select_related = ("form", "skill")
    search_fields = ("form__title", "skill__name")
    ordering = ("form", "position")


@admin.register(SectionItem)
class SectionItemAdmin(LookOnlyAdmin):
    list_display = ("section", "position", "item")
    list_select_related = ("section__skill", "item")
    search_fields = ("item__public_id", "section__form__title")
    ordering = ("section", "position")


@admin.register(FormFigures)
class FormFiguresAdmin(LookOnlyAdmin):
    list_display = ("form", "people", "passed", "minutes", "counted_at")
    list_select_related = ("form",)
    search_fields = ("form__title",)
    ordering = ("-counted_at", "-pk")


@admin.register(Accommodation)
class AccommodationAdmin(LookOnlyAdmin):
    list_display = ("person", "extra_percent", "set_by", "set_at")
    list_select_related = ("person", "set_by")
    search_fields = names_of("person")
    ordering = ("-set_at", "-pk")


@admin.register(Sitting)
class SittingAdmin(LookOnlyAdmin):
    list_display = ("public_id", "person", "form", "purpose", "state", "started_at", "finished_at")
    list_select_related = ("person", "form")
    list_filter = ("state", "purpose")
    search_fields = ("public_id", *names_of("person"), "form__title")
    ordering = ("-started_at", "-pk")


@admin.register(SittingSkill)
class SittingSkillAdmin(LookOnlyAdmin):
    list_display = ("sitting", "skill", "required", "conclusion", "level", "standard_error", "stop_reason")
    list_select_related = ("sitting", "skill")
    list_filter = ("conclusion", "stop_reason")
    search_fields = ("sitting__public_id", "skill__name")
    ordering = ("-sitting", "position")


@admin.register(SittingItem)
class SittingItemAdmin(LookOnlyAdmin):
    list_display = ("sitting", "number", "version", "counts", "shown_at", "answered_at", "score", "is_late")
    list_select_related = ("sitting", "version")
    list_filter = ("counts", "is_late")
    search_fields = ("sitting__public_id", "version__public_id")
    ordering = ("-sitting", "number")


@admin.register(Certificate)
class CertificateAdmin(LookOnlyAdmin):
    list_display = ("public_id", "person", "title", "issued_at", "valid_until")
    list_select_related = ("person",)
    search_fields = ("public_id", "title", *names_of("person"))
    ordering = ("-issued_at", "-pk")
