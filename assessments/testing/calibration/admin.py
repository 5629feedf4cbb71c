"""What answers say of test questions, in the admin: computed, here to look at."""

from django.contrib import admin

from assessments.testing.calibration.models import Calibration, ItemHealth, ItemParameters
from lifow.base.admin import LookOnlyAdmin


@admin.register(Calibration)
class CalibrationAdmin(LookOnlyAdmin):
    list_display = ("skill", "number", "state", "people", "items", "answers", "has_converged", "asked_at")
    list_select_related = ("skill",)
    list_filter = ("state", "has_converged")
    search_fields = ("public_id", "skill__name", "last_error")
    ordering = ("-asked_at", "-pk")


@admin.register(ItemParameters)
class ItemParametersAdmin(LookOnlyAdmin):
    list_display = ("version", "calibration", "slope", "thresholds", "answers", "moved", "is_in_force")
    list_select_related = ("version", "calibration__skill")
    list_filter = ("is_in_force",)
    search_fields = ("version__public_id", "version__item__public_id", "calibration__skill__name")
    ordering = ("-pk",)


@admin.register(ItemHealth)
class ItemHealthAdmin(LookOnlyAdmin):
    list_display = ("version", "state", "reasons", "answers", "p_value", "point_biserial", "sure_and_wrong")
    list_select_related = ("version",)
    list_filter = ("state",)
    search_fields = ("version__public_id", "version__item__public_id", "version__item__skill__name")
    ordering = ("-computed_at", "-pk")
