"""Modules in the admin."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from content.catalogue.forms import FacetsField
from content.catalogue.models import CatalogueVersion, Module, ModuleEffect
from content.catalogue.services import (
    Effect,
    ModuleError,
    advance_catalogue,
    check_effects,
    check_prerequisites,
    delete_modules,
    publish_module,
    retire_module,
)
from lifow.base.admin import LookOnlyAdmin, RecordAdmin, RecordInline, audit


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


class EffectInline(RecordInline):
    model = ModuleEffect
    formset = EffectFormSet
    autocomplete_fields = ("skill",)


@admin.register(Module)
class ModuleAdmin(RecordAdmin):
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
    actions = ("publish", "retire")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("effects__skill")

    def save_model(self, request, obj, form, change):
        if change:
            # Read before the form waited for the catalogue, which it has now: it may be published since.
            obj.refresh_from_db(fields=["status"])
        obj.changed_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.status != Module.Status.DRAFT:
            advance_catalogue()

    def delete_model(self, request, obj):
        self.delete_queryset(request, Module.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        delete_modules(modules=queryset)

    @display(description=_("raises"))
    def raises(self, module: Module) -> str:
        return ", ".join(effect.skill.name for effect in module.effects.all()) or "–"

    @action(description=_("Publish"), permissions=["change"])
    def publish(self, request, queryset):
        for module in queryset:
            publish_module(module=module, by=request.user)
        said = ngettext("%(number)s module is published.", "%(number)s modules are published.", len(queryset))
        self.message_user(request, said % {"number": len(queryset)}, messages.SUCCESS)

    @action(description=_("Retire"), permissions=["change"])
    def retire(self, request, queryset):
        for module in queryset:
            retire_module(module=module, by=request.user)
        said = ngettext("%(number)s module is retired.", "%(number)s modules are retired.", len(queryset))
        self.message_user(request, said % {"number": len(queryset)}, messages.SUCCESS)


@admin.register(CatalogueVersion)
class CatalogueVersionAdmin(LookOnlyAdmin):
    """How often the catalogue has changed. A plan that names another number is made again."""

    list_display = ("number",)
    ordering = ("pk",)


audit(Module, but=["idempotency_key", "changed_by"], m2m_fields={"prerequisites"})
audit(ModuleEffect)
