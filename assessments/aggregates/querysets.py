"""Adjectives of kept totals and of what makes them stale."""

from typing import Self

from django.db import models

from assessments.aggregates.choices import Reach


class UnitTotalsQuerySet(models.QuerySet):
    def of_company(self) -> Self:
        """The one row of everybody: a group without a unit."""
        return self.filter(org_unit__isnull=True)

    def whole(self) -> Self:
        return self.filter(reach=Reach.WHOLE)

    def direct(self) -> Self:
        return self.filter(reach=Reach.DIRECT)
