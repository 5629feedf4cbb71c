"""When in the day learning time is placed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TimeOfDay(TextChoices):
    START = "start", _("As early in the day as it is free")
    MIDDLE = "middle", _("Around the middle of the day")
    END = "end", _("As late in the day as it is free")
