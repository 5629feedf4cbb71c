"""By what statements are judged."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Basis(TextChoices):
    """What is held against the statements: later evidence, or levels that were made up and so are known."""

    LATER = "later", _("Later tests and observed work")
    TRUE_LEVELS = "true_levels", _("True levels of a made-up company")
