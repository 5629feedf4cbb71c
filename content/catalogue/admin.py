"""Modules in the admin."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from content.catalogue.models import (
    CatalogueVersion,
    Module,
    ModuleDraft,
    ModuleEffect,
    ModuleFacet,
    ModuleVersion,
)
from content.catalogue.services import (
    Effect,
    ModuleContents,
    ModuleError,
    archive_module,
    check_effects,
    check_prerequisites,
    delete_modules,
    save_module,
)
from content.facets.forms import FacetsField
from lifow.base.admin import LookOnlyAdmin, RecordInline, ServiceAdmin, audit
from lifow.base.records import RowChanges


class ModuleAdminForm(forms.ModelForm):
    facets = FacetsField(
        label=_("Facets"),
        help_text=_("One facet a line, such as “product: payments, reports”."),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    class Meta:
        model = Module
        fields = (
            "title",
            "key",
            "kind",
            "minutes",
            "summary",
            "body",
            "facets",
            "author",
            "prerequisites",
        )

    def clean_prerequisites(self):
        before = self.cleaned_data["prerequisites"]
        if self.instance.pk:
            try:
                check_prerequisites(module=self.instance, prerequisites=list(before))
            except ModuleError as error:
                raise ValidationError(str(error)) from error
        return before


class EffectFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        said = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        kept = [one for one in said if not one.get("DELETE")]
        try:
            check_effects([Effect(one["skill"], one["from_level"], one["to_level"]) for one in kept])
        except ModuleError as error:
            raise ValidationError(str(error)) from error


def effects_after(module: Module, changes: RowChanges[ModuleEffect]) -> list[Effect]:
    """What a module does once the changes are written: those, and the effects that stay as they are."""
    told = {row.pk for row in (*changes.written, *changes.deleted)}
    stored = ModuleEffect.objects.filter(module=module.pk).select_related("skill")
    rows = [*(row for row in stored if row.pk not in told), *changes.written]
    return [Effect(row.skill, row.from_level, row.to_level) for row in rows]


class EffectInline(RecordInline):
    model = ModuleEffect
    formset = EffectFormSet
    autocomplete_fields = ("skill",)


@admin.register(Module)
class ModuleAdmin(ServiceAdmin):
    """Modules as records. They are published on their pages, after a review."""

    form = ModuleAdminForm
    list_display = ("title", "kind", "minutes", "raises", "status", "author", "updated_at")
    list_select_related = ("author",)
    list_filter = ("status", "kind")
    search_fields = ("title", "summary", "key")
    ordering = ("title",)
    autocomplete_fields = ("author", "prerequisites")
    prepopulated_fields = {"key": ("title",)}
    readonly_fields = ("public_id", "status")
    inlines = (EffectInline,)
    actions = ("archive",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("effects__skill")

    def save_record(self, request, form, rows):
        module = form.instance
        contents = ModuleContents(
            title=module.title,
            kind=module.kind,
            minutes=module.minutes,
            body=module.body,
            parts=module.parts,
            summary=module.summary,
            facets=module.facets,
            effects=effects_after(module, rows[ModuleEffect]),
            prerequisites=list(form.cleaned_data["prerequisites"]),
        )
        save_module(module=module, contents=contents, by=request.user)

    def delete_records(self, request, records):
        delete_modules(modules=records)

    def get_deleted_objects(self, objs, request):
        """What goes with modules: what they are filed under asks for no right of its own."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        return shown, counts, needed - {ModuleFacet._meta.verbose_name}, protected

    @display(description=_("raises"))
    def raises(self, module: Module) -> str:
        return ", ".join(effect.skill.name for effect in module.effects.all()) or "–"

    @action(description=_("Archive"), permissions=["change"])
    def archive(self, request, queryset):
        for module in queryset:
            archive_module(module=module, by=request.user)
        said = ngettext("%(number)s module is archived.", "%(number)s modules are archived.", len(queryset))
        self.message_user(request, said % {"number": len(queryset)}, messages.SUCCESS)


@admin.register(CatalogueVersion)
class CatalogueVersionAdmin(LookOnlyAdmin):
    """How often the catalogue has changed. A plan that names another number is made again."""

    list_display = ("number",)
    ordering = ("pk",)


@admin.register(ModuleVersion)
class ModuleVersionAdmin(LookOnlyAdmin):
    """What modules said before: kept as it was published."""

    list_display = ("module", "number", "published_by", "published_at")
    list_select_related = ("module", "published_by")
    search_fields = ("module__title", "module__key")
    ordering = ("-published_at", "-pk")


@admin.register(ModuleDraft)
class ModuleDraftAdmin(LookOnlyAdmin):
    """What published modules are to say next; authors publish it on its page."""

    list_display = ("module", "changed_by", "updated_at")
    list_select_related = ("module", "changed_by")
    search_fields = ("module__title", "module__key")
    ordering = ("-updated_at", "-pk")


@admin.register(ModuleFacet)
class ModuleFacetAdmin(LookOnlyAdmin):
    """What modules are filed under, as filters read it: written with the module."""

    list_display = ("module", "value")
    list_select_related = ("module", "value")
    search_fields = ("module__title", "value__name")
    ordering = ("module__title", "pk")


audit(Module, but=["idempotency_key", "changed_by"], m2m_fields={"prerequisites"})
audit(ModuleEffect)
