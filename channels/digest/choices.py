"""What a digest is called among messages, what can be done from it, and how long its links work."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WEEK_DIGEST = "week_digest"
WORKS_FOR = timedelta(days=14)


class Act(TextChoices):
    """What one link of a digest does, once."""

    DONE = "done", _("Done")
    PUT_OFF = "put_off", _("Put off")
    ANSWER = "answer", _("Answer")
