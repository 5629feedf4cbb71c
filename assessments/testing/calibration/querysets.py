"""Adjectives of calibrations, parameters and the health of items."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from assessments.frameworks.models import LevelMap
from assessments.testing.calibration.choices import CalibrationState, HealthState
from lifow.base.querysets import TimestampedQuerySet


def _may_author(user) -> bool:
    """Machines act for HR, and write no questions themselves."""
    return getattr(user, "is_hr_admin", False) or getattr(user, "is_author", False)


class ItemAnswerQuerySet(models.QuerySet):
    def of_skill(self, skill) -> Self:
        return self.filter(version__item__skill=skill)

    def between(self, first: datetime, last: datetime) -> Self:
        """Given after one moment, and at another one at the latest."""
        return self.filter(answered_at__gt=first, answered_at__lte=last)

    def readable(self) -> Self:
        """To versions on the present levels of their skill, with scores that they can have."""
        maps = LevelMap.objects.exclude(pairs=[]).filter(
            framework=OuterRef("version__item__skill__framework"),
            mapped_at__gt=OuterRef("version__published_at"),
        )
        return self.filter(
            ~Exists(maps), version__published_at__isnull=False, score__lte=F("version__highest_score")
        )


class CalibrationQuerySet(TimestampedQuerySet):
    def visible_to(self, user) -> Self:
        """All to those who may author, and nothing to others."""
        return self if _may_author(user) else self.none()

    def waiting(self) -> Self:
        return self.filter(state=CalibrationState.WAITING)

    def done(self) -> Self:
        return self.filter(state=CalibrationState.DONE)

    def untaken(self, as_of: datetime) -> Self:
        """Those that no worker has at the moment."""
        return self.filter(Q(taken_until__isnull=True) | Q(taken_until__lte=as_of))

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class ItemParametersQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """The row of each version that sittings use: of the newest calibration that had it."""
        return self.filter(is_in_force=True)


class ItemHealthQuerySet(TimestampedQuerySet):
    def visible_to(self, user) -> Self:
        """All to those who may author, and nothing to others."""
        return self if _may_author(user) else self.none()

    def held(self) -> Self:
        """Of versions that do not count until somebody has looked at them."""
        return self.filter(state=HealthState.HELD)
