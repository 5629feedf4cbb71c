"""An import as a row: who uploaded which files, what they would do, who applied it, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import ListField, MomentField, ObjectField
from lifow.base.file_imports.choices import ImportState
from lifow.base.file_imports.packing import unpacked
from lifow.base.file_imports.querysets import FileImportQuerySet


class FileImport(models.Model):
    """Files that wait to be planned, a plan that waits to be applied, or what came of it.

    A worker that begins an attempt has the row until `taken_until`. `shown` tells the plan that HR read from
    any other: that one is applied, or none. `has_changed` says that a plan was confirmed and another one was
    made in its place. The files, and the lines that name people, are forgotten after some weeks; who imported
    what, and how much it changed, stays.
    """

    State = ImportState

    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.PLANNING)
    files = ListField(_("files"), default=list)
    size = models.PositiveBigIntegerField(_("bytes"))
    digest = models.CharField(_("SHA-256"), max_length=64)
    upload = models.BinaryField(_("uploaded files, packed"), null=True)
    outcome = models.BinaryField(_("plan and bad lines, packed"), null=True)
    summary = ObjectField(_("plan"), default=dict)
    shown = models.CharField(_("plan that was shown"), max_length=64, blank=True)
    has_changed = models.BooleanField(_("planned anew"), default=False)
    problem = models.TextField(_("reason it was refused"), blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = MomentField(_("uploaded at"), db_index=True)
    planned_at = MomentField(_("planned at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("applied by"),
    )
    confirmed_at = MomentField(_("confirmed at"), null=True, blank=True)
    finished_at = MomentField(_("finished at"), null=True, blank=True)
    forgotten_at = MomentField(_("files forgotten at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    taken_until = MomentField(_("taken until"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = FileImportQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_names

    @property
    def file_names(self) -> str:
        return ", ".join(map(str, self.files))

    @property
    def is_at_work(self) -> bool:
        return self.state in (ImportState.PLANNING, ImportState.APPLYING)

    @property
    def is_planned(self) -> bool:
        return self.state == ImportState.PLANNED

    def contents(self) -> dict[str, bytes]:
        """The uploaded files by name; none once they are forgotten."""
        return unpacked(self.upload) if self.upload is not None else {}

    def outcomes(self) -> dict[str, bytes]:
        """What was made from them, by name: the whole plan as text, and the bad lines."""
        return unpacked(self.outcome) if self.outcome is not None else {}
