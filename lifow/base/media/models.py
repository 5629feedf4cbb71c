"""Pictures that people upload: the file is stored by what it holds, the row says what it is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField, PublicIdField
from lifow.base.media.choices import PictureType
from lifow.base.media.querysets import PictureQuerySet


class Picture(models.Model):
    """A picture as it is served. The same picture, uploaded twice, is one row and one file.

    Nothing of it changes but `uploaded_at`, when somebody uploaded it last. Who may see it is said by those
    who use it (`lifow.base.media.access`); what nobody uses is deleted a day later.
    """

    Type = PictureType

    public_id = PublicIdField(prefix="pic")
    digest = models.CharField(
        _("digest"), max_length=64, unique=True, help_text=_("SHA-256 of the file as it is stored.")
    )
    media_type = models.CharField(_("kind"), max_length=20, choices=PictureType)
    bytes = models.PositiveIntegerField(_("size in bytes"))
    width = models.PositiveIntegerField(_("width in pixels"))
    height = models.PositiveIntegerField(_("height in pixels"))
    uploaded_at = MomentField(_("uploaded at"), db_index=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(bytes__gte=1, width__gte=1, height__gte=1), name="picture_is_not_empty"
            )
        ]

    def __str__(self) -> str:
        return self.public_id
