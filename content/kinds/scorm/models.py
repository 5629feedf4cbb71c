"""Packages, the times that somebody opens one, and what a package says of their progress."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module
from content.kinds.scorm.choices import LessonStatus
from content.kinds.scorm.querysets import ScormLaunchQuerySet
from lifow.base.fields import MomentField, NumberField, ObjectField, PublicIdField
from lifow.base.uploads.models import StoredFile
from lifow.people.persons.models import Person


class ScormPackage(models.Model):
    """What the manifest of an uploaded package says; the files are read from its zip."""

    file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, related_name="scorm_package", verbose_name=_("file")
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    href = models.CharField(_("opened with"), max_length=500)
    launch_data = models.TextField(_("data for the package"), blank=True)
    mastery = NumberField(_("passed from, in percent"), null=True, blank=True)

    class Meta:
        verbose_name = _("SCORM package")
        verbose_name_plural = _("SCORM packages")

    def __str__(self) -> str:
        return self.title or str(self.file_id)


class ScormLaunch(models.Model):
    """One time that somebody opens a package: as long as it is open its files have an address of their own.

    It ends with the session that it was opened in, when it is opened anew, and after some hours. `sequence`
    is the number of the last report that was written: what comes twice or late changes nothing.
    """

    public_id = PublicIdField(prefix="scl")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="scorm_launches", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="scorm_launches", verbose_name=_("module")
    )
    file = models.ForeignKey(
        StoredFile, on_delete=models.CASCADE, related_name="+", verbose_name=_("package")
    )
    session_key = models.CharField(_("session"), max_length=40, editable=False)
    sequence = models.PositiveBigIntegerField(_("reports"), default=0)
    seconds = models.PositiveIntegerField(_("seconds in it"), default=0)
    opened_at = MomentField(_("opened at"))
    expires_at = MomentField(_("open until"), db_index=True)
    ended_at = MomentField(_("ended at"), null=True, blank=True)

    objects = ScormLaunchQuerySet.as_manager()

    class Meta:
        verbose_name = _("opened SCORM package")
        verbose_name_plural = _("opened SCORM packages")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "module"], condition=Q(ended_at=None), name="scorm_launch_open_once"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class ScormProgress(models.Model):
    """Where somebody is in the package of a module, as it says. Of another `file` it begins anew."""

    Status = LessonStatus

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="scorm_progress", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="scorm_progress", verbose_name=_("module")
    )
    file = models.CharField(_("package"), max_length=30)
    status = models.CharField(
        _("status"), max_length=15, choices=LessonStatus, default=LessonStatus.NOT_ATTEMPTED
    )
    raw = NumberField(_("score"), null=True, blank=True)
    least = NumberField(_("lowest score"), null=True, blank=True)
    most = NumberField(_("highest score"), null=True, blank=True)
    location = models.CharField(_("place"), max_length=255, blank=True)
    suspend_data = models.TextField(_("data of the package"), blank=True)
    others = ObjectField(_("other data of the package"), default=dict, blank=True)
    is_suspended = models.BooleanField(_("to be resumed"), default=False)
    seconds = models.PositiveIntegerField(_("seconds in it"), default=0)
    changed_at = MomentField(_("last report at"))
    completed_at = MomentField(_("completed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("progress in a SCORM package")
        verbose_name_plural = _("progress in SCORM packages")
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="scorm_progress_once_a_module")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.module}"
