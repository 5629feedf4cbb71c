"""Adjectives of calibrations, parameters and the health of items."""

from datetime import datetime
from typing import Self

from django.db import models

from assessments.testing.calibration.choices import CalibrationState, HealthState


class ItemAnswerQuerySet(models.QuerySet):
    def of_skill(self, skill) -> Self:
        return self.filter(version__item__skill=skill)

    def since(self, moment: datetime) -> Self:
        return self.filter(answered_at__gte=moment)


class CalibrationQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=CalibrationState.WAITING)

    def done(self) -> Self:
        return self.filter(state=CalibrationState.DONE)

    def newest_first(self) -> Self:
        return self.order_by("-asked_at", "-pk")


class ItemParametersQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        """The row of each version that sittings use: of the newest calibration that had it."""
        return self.filter(is_in_force=True)


class ItemHealthQuerySet(models.QuerySet):
    def held(self) -> Self:
        """Of versions that do not count until somebody has looked at them."""
        return self.filter(state=HealthState.HELD)
