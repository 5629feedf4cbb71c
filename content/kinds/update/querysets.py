"""Adjectives of product updates, and of what they replace."""

from datetime import date
from typing import Self

from django.db.models import QuerySet

from content.catalogue.choices import ModuleStatus
from content.kinds.update.choices import ReplacedState


class ProductUpdateQuerySet(QuerySet):
    def published(self) -> Self:
        """Those whose module learners have."""
        return self.filter(module__status=ModuleStatus.PUBLISHED)

    def to_apply(self, today: date) -> Self:
        """Those whose day has come, and whose modules are not marked yet."""
        return self.published().filter(applied_at__isnull=True, from_day__lte=today)

    def to_tell(self) -> Self:
        """Those of whom not everybody whom they concern was told."""
        return self.published().filter(told_at__isnull=True)


class ReplacedModuleQuerySet(QuerySet):
    def holding(self) -> Self:
        """Those that nobody has found still right."""
        return self.filter(state=ReplacedState.OUTDATED)

    def waiting(self) -> Self:
        """Those that nobody has dealt with: the module is outdated, and its owner has not said a word."""
        return self.holding().filter(module__status=ModuleStatus.OUTDATED)
