"""Plans and minutes a week in the admin."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from content.planning.models import LearningTime, Plan, PlanItem, PutOffStep, WeekTold
from content.planning.services import clear_learning_times, set_learning_time
from lifow.base.admin import LookOnlyAdmin, LookOnlyInline, ServiceAdmin, audit, names_of


@admin.register(LearningTime)
class LearningTimeAdmin(ServiceAdmin):
    list_display = ("person", "minutes_per_week", "critical_first", "updated_at")
    list_select_related = ("person",)
    search_fields = names_of("person")
    ordering = ("person__family_name", "person__given_name")
    autocomplete_fields = ("person",)

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else ("person",)

    def save_record(self, request, form, rows):
        time = form.instance
        saved = set_learning_time(
            person=time.person,
            minutes_per_week=time.minutes_per_week,
            critical_first=time.critical_first,
            as_of=timezone.now(),
        )
        time.pk = saved.pk

    def delete_records(self, request, records):
        clear_learning_times(times=records, as_of=timezone.now())


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
    search_fields = names_of("person")
    ordering = ("person__family_name", "person__given_name")
    inlines = (PlanItemInline,)

    @display(description=_("share of the best possible plan"), ordering="certificate")
    def certified(self, plan: Plan) -> str:
        return f"{plan.certificate:.0%}"


@admin.register(PutOffStep)
class PutOffStepAdmin(LookOnlyAdmin):
    """What people have put off, and until when: they bring it back themselves."""

    list_display = ("person", "module", "skill", "until")
    list_select_related = ("person", "module", "skill")
    search_fields = names_of("person")
    ordering = ("-until", "person__family_name", "person__given_name")


@admin.register(WeekTold)
class WeekToldAdmin(LookOnlyAdmin):
    """Who was told of the plan of which week, last."""

    list_display = ("person", "monday")
    list_select_related = ("person",)
    search_fields = names_of("person")
    ordering = ("-monday", "person__family_name", "person__given_name")


audit(LearningTime)
