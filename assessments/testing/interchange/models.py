"""A file of questions that an author brings in: from its upload to the drafts that it became."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.testing.interchange.choices import FileFormat
from lifow.base.fields import ObjectField, PublicIdField
from lifow.base.file_imports.models import FileImport


class ItemImport(FileImport):
    """A file of questions. `said` is what its author has chosen of it: see `reports.planning.Said`."""

    Format = FileFormat

    public_id = PublicIdField(prefix="iim")
    format = models.CharField(_("format"), max_length=10, choices=FileFormat)
    said = ObjectField(_("choices"), default=dict)
    written = models.PositiveIntegerField(_("drafts added"), default=0)

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
