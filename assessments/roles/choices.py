"""Why somebody has a role."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AssignmentSource(TextChoices):
    RULE = "rule", _("By job code")
    HAND = "hand", _("By hand")
