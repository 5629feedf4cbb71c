"""How what an author has written goes to learners, and where a comment on it stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewState(TextChoices):
    """What became of a text that was sent for review."""

    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    SENT_BACK = "sent_back", _("Sent back")
    TAKEN_BACK = "taken_back", _("Taken back")


class CommentPlace(TextChoices):
    """What of a module a comment is on."""

    WHOLE = "whole", _("The module as a whole")
    TITLE = "title", _("Title")
    SUMMARY = "summary", _("Summary")
    MINUTES = "minutes", _("Minutes")
    EFFECTS = "effects", _("Skills it raises")
    BODY = "body", _("Text")
    PARTS = "parts", _("What its kind adds")
    PREREQUISITES = "prerequisites", _("Prerequisites")
    FACETS = "facets", _("Filed under")


class ImportForm(TextChoices):
    """What an upload of modules is made of."""

    MODULES = "modules", _("Module files")
    PAGES = "pages", _("Pages of HTML")
