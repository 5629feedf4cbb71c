"""Adjectives of the texts of documents."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from content.kinds.document.choices import ReadingState
from lifow.base.search import SearchQuerySet

TAKEN_FOR = timedelta(minutes=5)
"""So long a worker has for one document; one that is killed has left it to the next by then."""


class DocumentTextQuerySet(models.QuerySet):
    def waiting(self, as_of: datetime) -> Self:
        """Those that nobody reads at the moment, the first that came first."""
        free = Q(taken_at=None) | Q(taken_at__lt=as_of - TAKEN_FOR)
        return self.filter(free, state=ReadingState.WAITING).order_by("pk")


class DocumentPageQuerySet(SearchQuerySet):
    def of_file(self, public_id: str) -> Self:
        return self.filter(document__file__public_id=public_id)
