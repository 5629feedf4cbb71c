"""What a step of a walkthrough asks to do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepAct(TextChoices):
    CLICK = "click", _("Click or tap the marked place")
    TYPE = "type", _("Type something there")
    LOOK = "look", _("Look at it")
