"""Adjectives of imports."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from lifow.base.file_imports.choices import AT_WORK, OPEN


class FileImportQuerySet(models.QuerySet):
    def at_work(self) -> Self:
        """Those that a worker has to plan or apply."""
        return self.filter(state__in=AT_WORK)

    def open(self) -> Self:
        """Those that are neither applied nor refused or cancelled."""
        return self.filter(state__in=OPEN)

    def untaken(self, as_of: datetime) -> Self:
        """Those that no worker has at the moment."""
        return self.filter(Q(taken_until__isnull=True) | Q(taken_until__lte=as_of))

    def with_files(self) -> Self:
        return self.filter(forgotten_at__isnull=True)

    def without_contents(self) -> Self:
        """Without reading what was uploaded, and what was made from it."""
        return self.defer("upload", "outcome")
