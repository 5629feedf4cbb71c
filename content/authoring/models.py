"""What authors need to make modules together: reviews, comments, owners, schedules, open editors."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from content.authoring.choices import CommentPlace, ImportForm, ReviewState
from content.authoring.querysets import (
    CheckedLinkQuerySet,
    EditingSessionQuerySet,
    ModuleOwnerQuerySet,
    ReviewCommentQuerySet,
    ScheduledPublicationQuerySet,
)
from content.catalogue.models import Module
from lifow.base.bounds import LONGEST_TEXT, validate_text
from lifow.base.fields import DayField, MomentField, PublicIdField
from lifow.base.media.models import Picture
from lifow.people.persons.models import Person

LONGEST_EDITION = 16
LONGEST_PASSAGE = 500
LONGEST_PROBLEM = 300
DECIDED_BY_ANOTHER = [ReviewState.APPROVED, ReviewState.SENT_BACK]


def _person(name: Any, **options: Any) -> models.ForeignKey:
    """Somebody who did it; nobody once they are erased."""
    return models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
        **options,
    )


class ModuleReview(models.Model):
    """One time that what a module is to say was sent for review: `edition` is the text that was sent.

    While it is in review the text is not changed. What was approved may be published as long as it stays the
    same edition.
    """

    State = ReviewState

    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("module")
    )
    state = models.CharField(_("state"), max_length=10, choices=ReviewState, default=ReviewState.IN_REVIEW)
    edition = models.CharField(_("edition"), max_length=LONGEST_EDITION)
    submitted_by = _person(_("sent by"))
    submitted_at = MomentField(_("sent for review at"))
    reviewer = _person(_("asked to review"), help_text=_("Nobody: any other author."))
    decided_by = _person(_("decided by"))
    decided_at = MomentField(_("decided at"), null=True, blank=True)
    note = models.TextField(
        _("note"), max_length=LONGEST_TEXT, blank=True, default="", validators=[validate_text]
    )

    class Meta:
        verbose_name = _("review of a module")
        verbose_name_plural = _("reviews of modules")
        constraints = [
            models.UniqueConstraint(
                fields=["module"], condition=Q(state=ReviewState.IN_REVIEW), name="module_review_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.IN_REVIEW, decided_at__isnull=True)
                | (~Q(state=ReviewState.IN_REVIEW) & Q(decided_at__isnull=False)),
                name="module_review_decided_or_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED_BY_ANOTHER)
                | Q(decided_by__isnull=True)
                | Q(submitted_by__isnull=True)
                | ~Q(decided_by=F("submitted_by")),
                name="module_review_second_person",
                violation_error_message=_("A second person reviews a module, who did not write it."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(state=ReviewState.IN_REVIEW),
                name="module_review_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.module_id}: {self.get_state_display()}"


class ReviewComment(models.Model):
    """What somebody says of a place in what a module is to say: a passage of its text, or one of its fields.

    An answer has a `parent`, and neither a place nor an end of its own.
    """

    public_id = PublicIdField(prefix="mcm")
    module = models.ForeignKey(
        Module, on_delete=models.CASCADE, related_name="comments", verbose_name=_("module")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="answers",
        verbose_name=_("answer to"),
    )
    place = models.CharField(_("place"), max_length=13, choices=CommentPlace, default=CommentPlace.WHOLE)
    passage = models.CharField(_("passage"), max_length=LONGEST_PASSAGE, blank=True, default="")
    text = models.TextField(_("comment"), max_length=LONGEST_TEXT, validators=[validate_text])
    written_by = _person(_("written by"))
    written_at = MomentField(_("written at"))
    resolved_by = _person(_("resolved by"))
    resolved_at = MomentField(_("resolved at"), null=True, blank=True)
    idempotency_key = models.CharField(
        max_length=100,
        null=True,
        unique=True,
        editable=False,
        help_text=_("Makes the same form, sent twice, the same comment."),
    )

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a module")
        verbose_name_plural = _("comments on modules")
        indexes = [models.Index(fields=["module", "written_at"], name="module_comment_in_order")]

    def __str__(self) -> str:
        return self.public_id


class ScheduledPublication(models.Model):
    """That a module is published by itself at a moment, with the edition that was there when that was said.

    `problem` is why it was not: then it waits for an author, and is not tried again.
    """

    module = models.OneToOneField(
        Module, on_delete=models.CASCADE, related_name="scheduled_publication", verbose_name=_("module")
    )
    publish_at = MomentField(_("publish at"), db_index=True)
    edition = models.CharField(_("edition"), max_length=LONGEST_EDITION)
    set_by = _person(_("set by"))
    set_at = MomentField(_("set at"))
    problem = models.CharField(
        _("why it was not published"), max_length=LONGEST_PROBLEM, blank=True, default=""
    )

    objects = ScheduledPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")

    def __str__(self) -> str:
        return f"{self.module_id}: {self.publish_at:%Y-%m-%d %H:%M}"


class ModuleOwner(models.Model):
    """Who answers for a module, and when they are to look whether it is still right.

    A module without such a row is its author's, and has no review date. `told_of` is the date of which the
    owner was told that it has come.
    """

    module = models.OneToOneField(
        Module, on_delete=models.CASCADE, related_name="ownership", verbose_name=_("module")
    )
    owner = _person(_("owner"))
    review_on = DayField(_("review on"), null=True, blank=True, db_index=True)
    told_of = DayField(_("told of"), null=True, blank=True)
    confirmed_by = _person(_("last confirmed by"))
    confirmed_at = MomentField(_("last confirmed at"), null=True, blank=True)

    objects = ModuleOwnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("owner of a module")
        verbose_name_plural = _("owners of modules")

    def __str__(self) -> str:
        return str(self.module_id)


class EditingSession(models.Model):
    """An author who has a module open in the editor, and what they have typed and not saved.

    Without a module it is a new one. `typed` is the form as it was sent, "" where nothing was typed;
    `edition` what it was made from. Nobody but the author sees it; others see that the author is there.
    """

    module = models.ForeignKey(
        Module,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="editing_sessions",
        verbose_name=_("module"),
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="editing_sessions", verbose_name=_("author")
    )
    typed = models.TextField(_("what was typed"), blank=True, default="")
    edition = models.CharField(_("edition"), max_length=LONGEST_EDITION, blank=True, default="")
    typed_at = MomentField(_("typed at"), null=True, blank=True)
    seen_at = MomentField(_("open at"), null=True, blank=True)
    pictures = models.ManyToManyField(
        Picture, blank=True, related_name="editing_sessions", verbose_name=_("pictures in what was typed")
    )

    objects = EditingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("open editor")
        verbose_name_plural = _("open editors")
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="editing_session_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(module__isnull=True), name="editing_session_of_a_new_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.module_id or '-'}"


class CheckedLink(models.Model):
    """An address outside that modules link to, and what it answered when it was last asked.

    `checked_at` is empty until it was asked; `problem` is "" where it answered.
    """

    digest = models.CharField(_("digest of the address"), max_length=64, unique=True)
    url = models.TextField(_("address"))
    checked_at = MomentField(_("checked at"), null=True, blank=True, db_index=True)
    problem = models.CharField(_("problem"), max_length=LONGEST_PROBLEM, blank=True, default="")
    failures = models.PositiveSmallIntegerField(_("times without an answer"), default=0, db_default=0)

    objects = CheckedLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")

    def __str__(self) -> str:
        return self.url


class ModuleImport(models.Model):
    """Modules or pages that an author has uploaded: their plan is shown, and they are written when that is
    confirmed."""

    Form = ImportForm

    public_id = PublicIdField(prefix="mim")
    name = models.CharField(_("file"), max_length=200, validators=[validate_text])
    form = models.CharField(
        _("form"),
        max_length=10,
        choices=ImportForm,
        default=ImportForm.MODULES,
        db_default=ImportForm.MODULES.value,
    )
    data = models.BinaryField(_("contents"))
    uploaded_by = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = MomentField(_("uploaded at"))
    written_at = MomentField(_("written at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import of modules")
        verbose_name_plural = _("imports of modules")

    def __str__(self) -> str:
        return self.name
