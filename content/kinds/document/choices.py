"""Whether a PDF has been read, and why one is not kept open to learners."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReadingState(TextChoices):
    """How far a job is with the text of a PDF."""

    WAITING = "waiting", _("Waiting to be read")
    READ = "read", _("Read")
    REFUSED = "refused", _("Refused")


class ReadingProblem(TextChoices):
    """Why a PDF is refused; `content.kinds.document.pdf_text` tells these names."""

    DAMAGED = "damaged", _("It cannot be read: it may be damaged.")
    ENCRYPTED = "encrypted", _("It asks for a password.")
    TOO_MANY_PAGES = "too_many_pages", _("It has too many pages.")
    ACTIVE = "active", _("It holds a script, a file, or starts a program.")
    TOO_HEAVY = "too_heavy", _("Reading it takes too long, or too much memory.")
