"""What a package says of somebody's progress in it (SCORM 1.2, cmi.core.lesson_status)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LessonStatus(TextChoices):
    """The words of the standard, as they are stored and told."""

    NOT_ATTEMPTED = "not attempted", _("Not started")
    BROWSED = "browsed", _("Looked at")
    INCOMPLETE = "incomplete", _("Started")
    FAILED = "failed", _("Not passed")
    COMPLETED = "completed", _("Completed")
    PASSED = "passed", _("Passed")


DONE = (LessonStatus.COMPLETED, LessonStatus.PASSED)
