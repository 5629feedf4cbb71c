"""The states of an employment, in the groups that are asked for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EmploymentStatus(TextChoices):
    PREHIRE = "prehire", _("Prehire")
    ACTIVE = "active", _("Active")
    LEAVE = "leave", _("On leave")
    TERMINATED = "terminated", _("Terminated")


# Leaving opens a last row, which says where somebody was and has no end. The others without one are these.
STAYING = [EmploymentStatus.PREHIRE, EmploymentStatus.ACTIVE, EmploymentStatus.LEAVE]
WORKING = [EmploymentStatus.ACTIVE, EmploymentStatus.LEAVE]
AWAY = [EmploymentStatus.PREHIRE, EmploymentStatus.LEAVE]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Workdays as the API names them, the first bit first."""
