"""How far people are in videos, and captions that a machine drafts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module
from content.kinds.video.choices import DraftState
from content.kinds.video.querysets import CaptionsDraftQuerySet
from lifow.base.bounds import LONGEST_LINE
from lifow.base.fields import ListField, MomentField, NumberField
from lifow.base.uploads.models import StoredFile
from lifow.people.persons.models import Person


class VideoProgress(models.Model):
    """Where a person is in the video of a module, and which stretches of it they have seen.

    It is of one `file`: where the module gets another video, it begins anew. `said_at` is when the person
    said that they have watched it, or read its transcript instead.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="video_progress", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="video_progress", verbose_name=_("module")
    )
    file = models.CharField(_("video"), max_length=30)
    position = NumberField(_("second at which they are"), default=0.0)
    seen = ListField(_("stretches seen"), default=list)
    said_at = MomentField(_("said that it is watched at"), null=True, blank=True)
    watched_at = MomentField(_("last watched at"))

    class Meta:
        verbose_name = _("progress in a video")
        verbose_name_plural = _("progress in videos")
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="video_progress_once_a_module"),
            models.CheckConstraint(condition=Q(position__gte=0), name="video_progress_from_the_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.module}"


class CaptionsDraft(models.Model):
    """Captions that a machine drafts of the sound of a video: asked for, being drafted, drafted or failed.

    A worker that drafts has the row until `taken_until`, which it moves on for as long as it lives, under a
    `token` of its own. `heard` is the second up to which `text` has what is said: a worker that is killed
    loses no more than the stretch that it was at. `attempts` counts beginnings that came no further.
    """

    State = DraftState

    file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, related_name="captions_draft", verbose_name=_("video")
    )
    state = models.CharField(_("state"), max_length=10, choices=DraftState, default=DraftState.WAITING)
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = MomentField(_("asked for at"))
    text = models.TextField(_("captions"), blank=True, default="", help_text=_("WebVTT."))
    heard = NumberField(_("seconds that are drafted"), default=0.0)
    problem = models.CharField(_("why it failed"), max_length=LONGEST_LINE, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    token = models.CharField(max_length=32, blank=True, default="", editable=False)
    taken_until = MomentField(_("taken until"), null=True, blank=True)
    finished_at = MomentField(_("finished at"), null=True, blank=True)

    objects = CaptionsDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("captions that a machine drafts")
        verbose_name_plural = _("captions that a machine drafts")
        constraints = [
            models.CheckConstraint(condition=Q(heard__gte=0), name="captions_draft_from_the_start"),
            models.CheckConstraint(
                condition=~Q(state=DraftState.RUNNING) | Q(taken_until__isnull=False),
                name="captions_draft_running_is_taken",
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(state__in=[DraftState.WAITING, DraftState.RUNNING]),
                name="captions_draft_to_do",
            )
        ]

    def __str__(self) -> str:
        return str(self.file_id)
