"""What learners did with checklists, and who mentors whom, as mentoring has told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.catalogue.models import Module
from content.kinds.checklist.choices import ANSWERED, CopyState, SignOff
from content.kinds.checklist.querysets import ChecklistCopyQuerySet, StandingPairQuerySet
from lifow.base.bounds import validate_text
from lifow.base.fields import MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person

LONGEST_LINE_TEXT = 300
LONGEST_NOTE = 1000


class ChecklistCopy(Timestamped):
    """A learner's own copy of a checklist: kept whatever the author changes, and signed off at most once.

    `asked_of` is whose word it needed when a sign-off was asked for; `answered_by` who gave it, or sent the
    copy back, with `words`.
    """

    State = CopyState

    public_id = PublicIdField(prefix="chk")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="checklists", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="checklists", verbose_name=_("module")
    )
    state = models.CharField(_("state"), max_length=20, choices=CopyState, default=CopyState.OPEN)
    asked_of = models.CharField(_("asked of"), max_length=20, choices=SignOff, blank=True, default="")
    asked_at = MomentField(_("asked at"), null=True, blank=True)
    answered_at = MomentField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    words = models.TextField(
        _("words"), max_length=LONGEST_NOTE, blank=True, default="", validators=[validate_text]
    )

    objects = ChecklistCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a checklist")
        verbose_name_plural = _("copies of checklists")
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="checklist_once_a_person_and_module"),
            models.CheckConstraint(
                condition=~Q(state=CopyState.ASKED) | Q(asked_at__isnull=False) & ~Q(asked_of=""),
                name="checklist_asked_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED) | Q(answered_at__isnull=False),
                name="checklist_answered_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state=CopyState.ASKED), name="checklist_asked")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.module}"

    @property
    def is_signed_off(self) -> bool:
        return self.state == CopyState.SIGNED_OFF


class ChecklistLine(models.Model):
    """What a learner did with one line, by its key: `text` is what the line said then."""

    copy = models.ForeignKey(
        ChecklistCopy, on_delete=models.CASCADE, related_name="lines", verbose_name=_("copy")
    )
    key = models.CharField(_("key"), max_length=20)
    text = models.CharField(_("text"), max_length=LONGEST_LINE_TEXT)
    ticked_at = MomentField(_("ticked at"), null=True, blank=True)
    note = models.TextField(
        _("note"), max_length=LONGEST_NOTE, blank=True, default="", validators=[validate_text]
    )

    class Meta:
        verbose_name = _("line of a checklist")
        verbose_name_plural = _("lines of checklists")
        constraints = [models.UniqueConstraint(fields=["copy", "key"], name="checklist_line_once")]

    def __str__(self) -> str:
        return self.text


class StandingPair(models.Model):
    """Who mentors whom, as mentoring tells by its events: from the moment a mentor accepts until the end."""

    pairing_id = models.BigIntegerField(_("pairing"), unique=True)
    mentor = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("mentor"))
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("learner"))
    ended_at = MomentField(_("ended at"), null=True, blank=True)

    objects = StandingPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("who mentors whom")
        verbose_name_plural = _("who mentors whom")

    def __str__(self) -> str:
        return f"{self.mentor}: {self.learner}"
