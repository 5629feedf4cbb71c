"""Adjectives of what authors make modules with."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

SEEN_FOR = timedelta(seconds=75)
"""An editor that has not been heard of for so long is closed: open ones say so every 30 seconds."""
LINK_HOLDS_FOR = timedelta(days=7)
BROKEN_LINK_HOLDS_FOR = timedelta(days=1)


class ReviewCommentQuerySet(models.QuerySet):
    def threads(self) -> Self:
        """Comments that are no answers, the oldest first."""
        return self.filter(parent=None).order_by("written_at", "pk")

    def unresolved(self) -> Self:
        return self.filter(parent=None, resolved_at=None)


class ScheduledPublicationQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those that are still to come, or are due: nothing has kept them."""
        return self.filter(problem="")

    def due(self, as_of: datetime) -> Self:
        return self.waiting().filter(publish_at__lte=as_of).order_by("publish_at", "pk")


class ModuleOwnerQuerySet(models.QuerySet):
    def past_review(self, today: date) -> Self:
        """Of modules whose review date has come."""
        return self.filter(review_on__lte=today)

    def to_be_told(self, today: date) -> Self:
        """Past review, and nobody was told of this date yet."""
        return self.past_review(today).exclude(told_of=models.F("review_on"))


class EditingSessionQuerySet(models.QuerySet):
    def open(self, as_of: datetime) -> Self:
        """Editors that were heard of just now."""
        return self.filter(seen_at__gt=as_of - SEEN_FOR)

    def unsaved(self) -> Self:
        """Those in which something was typed and not saved."""
        return self.exclude(typed="")


class CheckedLinkQuerySet(models.QuerySet):
    def due(self, as_of: datetime) -> Self:
        """Never asked, or so long ago that the answer may be another; those that nobody has asked first."""
        is_old = Q(problem="", checked_at__lt=as_of - LINK_HOLDS_FOR)
        is_broken = ~Q(problem="") & Q(checked_at__lt=as_of - BROKEN_LINK_HOLDS_FOR)
        due = self.filter(Q(checked_at=None) | is_old | is_broken)
        return due.order_by(models.F("checked_at").asc(nulls_first=True), "pk")
