"""Answers, what they said before, what is said of them, and why they are to be looked at."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.answers.choices import (
    LONGEST_ANSWER,
    LONGEST_COMMENT,
    LONGEST_TITLE,
    AnswerKind,
    ReviewReason,
    ReviewState,
    Standing,
)
from content.answers.models.questions import Question
from content.answers.querysets import AnswerQuerySet, ReviewQuerySet
from content.kinds.update.models import ProductUpdate
from lifow.base.bounds import LONGEST_LINE, validate_text
from lifow.base.fields import DayField, MomentField, PublicIdField
from lifow.base.media.models import Picture
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person

NOBODY = models.SET_NULL


class Answer(Timestamped):
    """What somebody answers. One of a question is accepted. Verified, it is taken to be right until a day."""

    Kind = AnswerKind

    public_id = PublicIdField(prefix="ans")
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="answers", verbose_name=_("question")
    )
    author = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="answers", verbose_name=_("written by")
    )
    text = models.TextField(_("answer"), max_length=LONGEST_ANSWER, validators=[validate_text])
    kind = models.CharField(_("about"), max_length=10, choices=AnswerKind, default=AnswerKind.PROCEDURE)
    pictures = models.ManyToManyField(Picture, related_name="answers", verbose_name=_("pictures"))
    written_at = MomentField(_("written at"))
    accepted_at = MomentField(_("accepted at"), null=True, blank=True)
    verifier = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("verified by")
    )
    verified_at = MomentField(_("verified at"), null=True, blank=True)
    verified_until = DayField(_("verified until"), null=True, blank=True)
    removed_at = MomentField(_("removed at"), null=True, blank=True)
    idempotency_key = models.CharField(max_length=200, null=True, unique=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [
            models.Index(
                fields=["verified_until"],
                condition=Q(verified_until__isnull=False, removed_at__isnull=True),
                name="answer_expiring",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(accepted_at__isnull=False), name="answer_accepted_once"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_until__isnull=True)
                | Q(verified_at__isnull=False, verified_until__isnull=False),
                name="answer_verified_until_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def standing_on(self, day: date, *, is_in_review: bool) -> Standing:
        """How far it can be relied on."""
        if is_in_review:
            return Standing.IN_REVIEW
        if self.verified_until is None:
            return Standing.UNVERIFIED
        return Standing.VERIFIED if self.verified_until >= day else Standing.EXPIRED


class TextEdit(models.Model):
    """What a question or an answer said before somebody changed it. Only added to."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, null=True, related_name="edits", verbose_name=_("question")
    )
    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, null=True, related_name="edits", verbose_name=_("answer")
    )
    title = models.CharField(_("question before"), max_length=LONGEST_TITLE, blank=True, default="")
    text = models.TextField(_("text before"), blank=True, default="")
    changed_by = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = MomentField(_("changed at"))

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        constraints = [
            models.CheckConstraint(
                condition=Q(question__isnull=True) ^ Q(answer__isnull=True), name="text_edit_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.text[:80]


class Comment(models.Model):
    """A few words below a question, or below one of its answers."""

    public_id = PublicIdField(prefix="cmt")
    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="comments", verbose_name=_("question")
    )
    answer = models.ForeignKey(
        Answer,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("answer"),
    )
    author = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    text = models.TextField(_("comment"), max_length=LONGEST_COMMENT, validators=[validate_text])
    written_at = MomentField(_("written at"))

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return self.text[:80]


class AnswerVote(models.Model):
    """That an answer was helpful to somebody."""

    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="votes", verbose_name=_("answer")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="answer_votes", verbose_name=_("person")
    )
    voted_at = MomentField(_("voted at"))

    class Meta:
        verbose_name = _("vote on an answer")
        verbose_name_plural = _("votes on answers")
        constraints = [models.UniqueConstraint(fields=["answer", "person"], name="answer_vote_once")]

    def __str__(self) -> str:
        return str(self.answer_id)


class AnswerReview(models.Model):
    """That an answer is to be looked at, why, and what came of it.

    seen_text  what stood there when somebody said that it is wrong; `words` what they said
    update     the product update whose `term` it mentions
    note       what whoever looked at it says of it
    """

    Reason = ReviewReason
    State = ReviewState

    public_id = PublicIdField(prefix="rvw")
    answer = models.ForeignKey(
        Answer, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("answer")
    )
    reason = models.CharField(_("reason"), max_length=10, choices=ReviewReason)
    update = models.ForeignKey(
        ProductUpdate,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="answer_reviews",
        verbose_name=_("product update"),
    )
    term = models.CharField(_("words that it mentions"), max_length=LONGEST_LINE, blank=True, default="")
    reporter = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )
    seen_text = models.TextField(_("text that was seen"), blank=True, default="")
    words = models.CharField(
        _("what is wrong"), max_length=LONGEST_COMMENT, blank=True, default="", validators=[validate_text]
    )
    state = models.CharField(_("state"), max_length=15, choices=ReviewState, default=ReviewState.OPEN)
    note = models.CharField(
        _("what was done"), max_length=LONGEST_COMMENT, blank=True, default="", validators=[validate_text]
    )
    opened_at = MomentField(_("since"))
    decided_by = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = MomentField(_("decided at"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of an answer")
        verbose_name_plural = _("reviews of answers")
        indexes = [
            models.Index(
                fields=["opened_at", "id"], condition=Q(state=ReviewState.OPEN), name="answer_review_open"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["answer", "update"], name="answer_review_once_an_update"),
            models.UniqueConstraint(
                fields=["answer", "reporter"],
                condition=Q(state=ReviewState.OPEN, reporter__isnull=False),
                name="answer_review_once_a_reporter",
            ),
            models.UniqueConstraint(
                fields=["answer"],
                condition=Q(state=ReviewState.OPEN, reason=ReviewReason.EXPIRED),
                name="answer_review_expired_once",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.OPEN, decided_at__isnull=True)
                | (~Q(state=ReviewState.OPEN) & Q(decided_at__isnull=False)),
                name="answer_review_decided_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.answer_id}"
