"""What querysets of several apps have in common."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone

REMEMBERED = timedelta(days=1)
"""How long a key makes a retry safe."""


class TimestampedQuerySet(models.QuerySet):
    """Of a `Timestamped` model: writing many rows at once says when as well."""

    def update(self, **values: Any) -> int:
        """Set `updated_at` too, as `save()` does: who asks for what has changed finds these rows.

        `bulk_update()` comes through here.
        """
        return super().update(**{"updated_at": timezone.now(), **values})


class TombstoneQuerySet(models.QuerySet):
    def of(self, prefix: str) -> Self:
        """Of things whose public ids begin with the prefix, as `per` does people's."""
        return self.filter(public_id__startswith=f"{prefix}_")


class CountOf(models.Subquery):
    """How many rows a queryset gives, at most its limit, as a column of another query.

    Several numbers that a page shows come from one query then.
    """

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


class IdempotencyKeyQuerySet(models.QuerySet):
    def forgotten(self, as_of: datetime) -> Self:
        """Keys that are remembered no longer, whether or not they are deleted yet."""
        return self.filter(created_at__lt=as_of - REMEMBERED)
