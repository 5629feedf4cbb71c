"""Large files that people upload piece by piece, and what is stored of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField, NumberField, PublicIdField
from lifow.base.media.models import Picture
from lifow.base.uploads.choices import FileType
from lifow.base.uploads.querysets import UploadQuerySet


class StoredFile(models.Model):
    """A file as it was uploaded and is served. The same file, uploaded twice, is one row and one file.

    What uses it names its public id; what nothing uses is deleted two days later (`lifow.base.uploads.uses`).
    """

    Type = FileType

    public_id = PublicIdField(prefix="fil")
    digest = models.CharField(_("digest"), max_length=64, unique=True, help_text=_("SHA-256 of the file."))
    media_type = models.CharField(_("kind"), max_length=20, choices=FileType)
    bytes = models.PositiveBigIntegerField(_("size in bytes"))
    seconds = NumberField(_("length in seconds"))
    poster = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture shown before it plays"),
    )
    poster_tried_at = MomentField(
        _("picture tried at"),
        null=True,
        blank=True,
        help_text=_("Without a time, a job still has to draw one."),
    )
    uploaded_at = MomentField(_("uploaded at"), db_index=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(condition=Q(bytes__gte=1, seconds__gte=0), name="stored_file_is_not_empty")
        ]

    def __str__(self) -> str:
        return self.public_id


class Upload(models.Model):
    """A file on its way: who uploads it, how long it is, and how much of it has arrived.

    What is before `offset` is on the disk; whatever lies behind it was cut off, and is written again. Once it
    is complete and known as what it has to be, it has its `file`.
    """

    public_id = PublicIdField(prefix="upl")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    purpose = models.CharField(_("used for"), max_length=20)
    name = models.CharField(_("name of the file"), max_length=200, blank=True)
    length = models.PositiveBigIntegerField(_("size in bytes"))
    offset = models.PositiveBigIntegerField(_("bytes that have arrived"), default=0)
    file = models.ForeignKey(
        StoredFile,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="uploads",
        verbose_name=_("stored file"),
    )
    began_at = MomentField(_("began at"))
    touched_at = MomentField(_("last bytes at"), db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [
            models.CheckConstraint(condition=Q(length__gte=1), name="upload_is_not_empty"),
            models.CheckConstraint(condition=Q(offset__lte=F("length")), name="upload_within_its_length"),
        ]

    def __str__(self) -> str:
        return self.public_id
