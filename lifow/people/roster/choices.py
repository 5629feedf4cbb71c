"""The states of a question that an import leaves to HR."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MatchState(TextChoices):
    OPEN = "open", _("Open")
    SAME = "same", _("The same person")
    DIFFERENT = "different", _("Two people")
