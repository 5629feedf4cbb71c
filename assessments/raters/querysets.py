"""Adjectives of what is known of raters."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Abs

from assessments.raters.choices import LEFT_OUT, ContestState, EstimateState


class SeverityEstimateQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=EstimateState.WAITING)

    def untaken(self, as_of: datetime) -> Self:
        """Those that no worker has at the moment."""
        return self.filter(Q(taken_until__isnull=True) | Q(taken_until__lte=as_of))

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class RaterSeverityQuerySet(models.QuerySet):
    def comparable(self) -> Self:
        """Of raters of whose ratings at least one has somebody else's beside it."""
        return self.filter(compared__gt=0, rater__merged_into__isnull=True)

    def most_different_first(self) -> Self:
        return self.order_by(Abs("mean").desc(), "pk")


class SeverityContestQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=ContestState.OPEN)

    def upheld(self) -> Self:
        return self.filter(state=ContestState.UPHELD)

    def left_out(self) -> Self:
        """Open or upheld ones: nothing is taken off these raters' ratings."""
        return self.filter(state__in=LEFT_OUT)

    def oldest_first(self) -> Self:
        return self.order_by("opened_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-pk")
