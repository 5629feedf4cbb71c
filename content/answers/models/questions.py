"""Questions, those that wait to be published, who follows them, and the company's policy."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from content.answers.choices import LONGEST_TITLE, QuestionState
from content.answers.querysets import QuestionQuerySet
from lifow.base.bounds import LONGEST_TEXT, validate_text
from lifow.base.channels import Channel, current_channel
from lifow.base.fields import MomentField, ObjectField, PublicIdField
from lifow.base.media.models import Picture
from lifow.base.models import Timestamped
from lifow.people.persons.models import OrgUnit, Person

NOBODY = models.SET_NULL


class Question(Timestamped):
    """A question about the work. `asker` is empty where it was asked without a name, or who asked is erased.

    unit          whose people alone read it, with those of the units below; empty for everybody
    answered_at   since when it has an answer, empty while it has none
    link_digest   SHA-256 of the private link of a question without a name
    """

    State = QuestionState

    public_id = PublicIdField(prefix="qst")
    title = models.CharField(_("question"), max_length=LONGEST_TITLE, validators=[validate_text])
    body = models.TextField(
        _("details"), max_length=LONGEST_TEXT, blank=True, default="", validators=[validate_text]
    )
    skill = models.ForeignKey(
        Skill, on_delete=NOBODY, null=True, blank=True, related_name="questions", verbose_name=_("skill")
    )
    facets = ObjectField(_("facets"), default=dict, blank=True)
    asker = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="questions", verbose_name=_("asked by")
    )
    is_anonymous = models.BooleanField(_("asked without a name"), default=False)
    link_digest = models.CharField(
        _("digest of the private link"), max_length=64, null=True, unique=True, editable=False
    )
    unit = models.ForeignKey(
        OrgUnit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("private to"),
    )
    pictures = models.ManyToManyField(Picture, related_name="questions", verbose_name=_("pictures"))
    state = models.CharField(_("state"), max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("one with"),
    )
    asked_at = MomentField(_("asked at"))
    channel = models.CharField(
        _("channel"),
        max_length=20,
        choices=Channel,
        null=True,
        blank=True,
        default=current_channel,
        editable=False,
        help_text=_("Through which it was asked; empty where that is not known."),
    )
    answered_at = MomentField(_("answered at"), null=True, blank=True)
    idempotency_key = models.CharField(max_length=200, null=True, unique=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="question_newest"),
            models.Index(
                fields=["-asked_at", "-id"],
                condition=Q(state=QuestionState.OPEN, answered_at__isnull=True),
                name="question_unanswered",
            ),
            models.Index(fields=["updated_at"], name="question_updated"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=QuestionState.MERGED, merged_into__isnull=False)
                | ~Q(state=QuestionState.MERGED) & Q(merged_into__isnull=True),
                name="question_merged_says_into_which",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="question_merged_into_another"),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(asker__isnull=True, unit__isnull=True),
                name="question_anonymous_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether it is open, and nobody has answered."""
        return self.state == QuestionState.OPEN and self.answered_at is None


class HeldQuestion(models.Model):
    """A question without a name that is not published yet. There is no time in it, and its key says nothing
    of an order: see `content.answers.services.anonymous`."""

    key = models.UUIDField(primary_key=True)
    link_digest = models.CharField(_("digest of the private link"), max_length=64, unique=True)
    title = models.CharField(_("question"), max_length=LONGEST_TITLE, validators=[validate_text])
    body = models.TextField(
        _("details"), max_length=LONGEST_TEXT, blank=True, default="", validators=[validate_text]
    )
    skill = models.ForeignKey(
        Skill, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    facets = ObjectField(_("facets"), default=dict, blank=True)
    rounds = models.PositiveSmallIntegerField(_("hours passed"), default=0)

    class Meta:
        verbose_name = _("question that waits to be published")
        verbose_name_plural = _("questions that wait to be published")

    def __str__(self) -> str:
        return self.title


class QuestionFollower(models.Model):
    """That somebody is told of what comes to a question; `needs_it` that they have the same question."""

    question = models.ForeignKey(
        Question, on_delete=models.CASCADE, related_name="followers", verbose_name=_("question")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="followed_questions", verbose_name=_("person")
    )
    needs_it = models.BooleanField(_("has the same question"), default=False)
    since = MomentField(_("since"))

    class Meta:
        verbose_name = _("follower of a question")
        verbose_name_plural = _("followers of questions")
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="question_follower_once")]

    def __str__(self) -> str:
        return str(self.question_id)


class AnswerPolicy(models.Model):
    """One row: whether questions may be asked without a name, and how long answers stay verified."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    allows_anonymous = models.BooleanField(_("questions without a name"), default=False)
    product_days = models.PositiveSmallIntegerField(_("days: how the product works"), default=90)
    procedure_days = models.PositiveSmallIntegerField(_("days: how we work"), default=180)
    rule_days = models.PositiveSmallIntegerField(_("days: what a rule or a contract says"), default=365)
    round_at = MomentField(_("questions without a name were published at"), null=True, editable=False)

    class Meta:
        verbose_name = _("policy of answers")
        verbose_name_plural = _("policies of answers")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="answer_policy_is_one_row")]

    def __str__(self) -> str:
        return str(_("Policy of answers"))
