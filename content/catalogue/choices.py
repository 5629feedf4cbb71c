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
    ANNOUNCEMENT = "announcement", _("Announcement")


class ModuleStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")
