"""The formats of files with questions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileFormat(TextChoices):
    """Each has its reader and writer under this name in `formats.registry`."""

    CSV = "csv", _("CSV")
    GIFT = "gift", _("GIFT")
    AIKEN = "aiken", _("Aiken")
    MOODLE = "moodle", _("Moodle XML")
    QTI = "qti", _("QTI 2.1")
