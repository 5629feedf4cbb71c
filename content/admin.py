"""Modules, plans and what was done with them in the admin."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminTextareaWidget

from content import services
from content.forms import FacetsField
from content.models import Activity, CatalogueVersion, LearningTime, Module, ModuleEffect, Plan, PlanItem
from content.services import Effect, ModuleError
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, RecordAdmin, RecordInline, audit
from lifow.base.jobs import start_soon

OF_A_PERSON = ("person__given_name", "person__family_name", "person__email")
REFRESH_PLANS = "content.tasks.refresh_plans"


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
                services.check_prerequisites(module=self.instance, prerequisites=list(before))
            except ModuleError as error:
                raise ValidationError(str(error)) from error
        return before


class EffectFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        said = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        kept = [one for one in said if not one.get("DELETE")]
        try:
            services.check_effects([Effect(one["skill"], one["from_level"], one["to_level"]) for one in kept])
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
            services.advance_catalogue()
            start_soon(REFRESH_PLANS)

    def delete_model(self, request, obj):
        self.delete_queryset(request, Module.objects.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        services.delete_modules(modules=queryset)
        start_soon(REFRESH_PLANS)

    @display(description=_("raises"))
    def raises(self, module: Module) -> str:
        return ", ".join(effect.skill.name for effect in module.effects.all()) or "–"

    @action(description=_("Publish"), permissions=["change"])
    def publish(self, request, queryset):
        for module in queryset:
            services.publish_module(module=module, by=request.user)
        start_soon(REFRESH_PLANS)
        said = ngettext("%(number)s module is published.", "%(number)s modules are published.", len(queryset))
        self.message_user(request, said % {"number": len(queryset)}, messages.SUCCESS)

    @action(description=_("Retire"), permissions=["change"])
    def retire(self, request, queryset):
        for module in queryset:
            services.retire_module(module=module, by=request.user)
        start_soon(REFRESH_PLANS)
        said = ngettext("%(number)s module is retired.", "%(number)s modules are retired.", len(queryset))
        self.message_user(request, said % {"number": len(queryset)}, messages.SUCCESS)


@admin.register(LearningTime)
class LearningTimeAdmin(RecordAdmin):
    list_display = ("person", "minutes_per_week", "updated_at")
    list_select_related = ("person",)
    search_fields = OF_A_PERSON
    ordering = ("person__family_name", "person__given_name")
    autocomplete_fields = ("person",)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        services.refresh_plans(person_ids=[obj.person_id], as_of=timezone.now())


class PlanItemInline(LookOnlyInline):
    model = PlanItem
    fields = (
        "position",
        "module",
        "skill",
        "minutes",
        "gain",
        "level_before",
        "level_after",
        "required",
        "reason",
    )
    ordering = ("position",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("module", "skill")


@admin.register(Plan)
class PlanAdmin(LookOnlyAdmin):
    """What was planned. A plan is derived: it is made again, never edited."""

    list_display = ("person", "outcome", "minutes", "gain", "certified", "catalogue", "computed_at")
    list_select_related = ("person",)
    list_filter = ("outcome",)
    search_fields = OF_A_PERSON
    ordering = ("person__family_name", "person__given_name")
    inlines = (PlanItemInline,)

    @display(description=_("share of the best possible"), ordering="certificate")
    def certified(self, plan: Plan) -> str:
        return f"{plan.certificate:.0%}"


@admin.register(CatalogueVersion)
class CatalogueVersionAdmin(LookOnlyAdmin):
    """How often the catalogue has changed. A plan that names another number is made again."""

    list_display = ("number",)
    ordering = ("pk",)


@admin.register(Activity)
class ActivityAdmin(LookOnlyAdmin):
    """Progress: who began and who finished what. It says nothing of proficiency."""

    list_display = ("person", "module", "started_at", "touched_at", "completed_at")
    list_select_related = ("person", "module")
    list_filter = (("completed_at", admin.EmptyFieldListFilter), "module__kind")
    search_fields = (*OF_A_PERSON, "module__title")
    ordering = ("-touched_at",)


audit(Module, but=["once_key", "changed_by"], m2m_fields={"prerequisites"})
audit(ModuleEffect)
audit(LearningTime)
