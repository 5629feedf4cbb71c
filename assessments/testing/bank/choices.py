"""What kinds of questions there are, and how one goes from its author to those who answer it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ItemKind(TextChoices):
    """How an item is answered; each has a module of this name in `assessments.testing.bank.kinds`."""

    SINGLE = "single", _("One right answer")
    MULTIPLE = "multiple", _("Several right answers")
    ORDER = "order", _("Put in order")
    MATCH = "match", _("Match pairs")
    NUMERIC = "numeric", _("Number")
    TEXT = "text", _("Short text")
    HOTSPOT = "hotspot", _("Point at a picture")
    SCENARIO = "scenario", _("Scenario with points")


class ItemState(TextChoices):
    """Whether an item is asked. What its newest version waits for is said by the version."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class VersionState(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    REPLACED = "replaced", _("Replaced")


OPEN_STATES = [VersionState.DRAFT, VersionState.IN_REVIEW]
"""Of a version that was never published. An item has one such version at most."""
PUBLISHED_STATES = [VersionState.PUBLISHED, VersionState.REPLACED]
"""Of a version that is, or was, answered: nothing of it changes any more."""
