"""Adjectives of uploads and of the files that came of them."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Sum


class UploadQuerySet(models.QuerySet):
    def of(self, owner: Any) -> Self:
        return self.filter(owner=owner)

    def under_way(self) -> Self:
        """Those that are not stored as a file yet."""
        return self.filter(file=None)

    def bytes_promised(self) -> int:
        """How many bytes all of them have when they are complete."""
        return self.aggregate(all=Sum("length"))["all"] or 0

    def bytes_to_come(self) -> int:
        """How many bytes are still to be written."""
        return self.aggregate(all=Sum(F("length") - F("offset")))["all"] or 0
