"""The kinds of modules, and their states."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ModuleKind(TextChoices):
    ARTICLE = "article", _("Article")
    VIDEO = "video", _("Video")
    WALKTHROUGH = "walkthrough", _("Walkthrough")
    QUIZ = "quiz", _("Quiz")
    CHECKLIST = "checklist", _("Checklist")
    TEMPLATE = "template", _("Template")
    CASE = "case", _("Case")
    DOCUMENT = "document", _("Document")
    SCORM = "scorm", _("SCORM package")
    # Stored by the name that it had first, which the API tells.
    ANNOUNCEMENT = "announcement", _("Product update")
    PATH = "path", _("Path")


class ModuleStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    OUTDATED = "outdated", _("Outdated")
    # Stored by the name that it had first, which the API tells.
    ARCHIVED = "retired", _("Archived")
