"""Abstract models, two tables of the API (of retries, of deletions), pictures, uploads and scheduled jobs."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField
from lifow.base.media.models import Picture as Picture
from lifow.base.passages.models import EmbeddedUntil as EmbeddedUntil
from lifow.base.passages.models import OpeningTime as OpeningTime
from lifow.base.passages.models import PassageVector as PassageVector
from lifow.base.passages.models import SearchChange as SearchChange
from lifow.base.passages.models import SearchPassage as SearchPassage
from lifow.base.passages.models import SearchSource as SearchSource
from lifow.base.passages.models import StaleSource as StaleSource
from lifow.base.passages.models import Synonym as Synonym
from lifow.base.querysets import IdempotencyKeyQuerySet, TombstoneQuerySet
from lifow.base.scheduled_jobs.models import ScheduledJob as ScheduledJob
from lifow.base.uploads.models import StoredFile as StoredFile
from lifow.base.uploads.models import Upload as Upload


class Timestamped(models.Model):
    """When the row was made and last changed, for people who look into it and for the API's `updated_since`.

    `save()` keeps it, and so does `update()` of a `TimestampedQuerySet`; another queryset's has to set
    `updated_at` itself.
    """

    created_at = MomentField(_("created at"), auto_now_add=True)
    updated_at = MomentField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True


class IdempotencyKey(models.Model):
    """A write that an API client named with an `Idempotency-Key`, and the answer it was given.

    A retry with the same key and the same body gets the same answer; with another body it is an error.
    """

    client = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = MomentField(auto_now_add=True, db_index=True)

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="idempotency_key_once_a_client")
        ]


class Tombstone(models.Model):
    """Something that outside systems know by its public id, and that was deleted: the id and when, no more.

    The database writes it with the deletion, whoever deletes: see `lifow.base.database.tombstones`.
    """

    public_id = models.CharField(_("public id"), max_length=40, unique=True)
    deleted_at = MomentField(_("deleted at"), db_index=True)

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")

    def __str__(self) -> str:
        return self.public_id
