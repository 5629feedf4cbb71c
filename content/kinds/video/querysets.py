"""Adjectives of captions that a machine drafts."""

from datetime import datetime
from typing import Self

from django.db import models

from content.kinds.video.choices import DraftState


class CaptionsDraftQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that are neither drafted nor failed."""
        return self.filter(state__in=[DraftState.WAITING, DraftState.RUNNING])

    def taken(self, as_of: datetime) -> Self:
        """Those that a worker which lives has now."""
        return self.filter(state=DraftState.RUNNING, taken_until__gt=as_of)
