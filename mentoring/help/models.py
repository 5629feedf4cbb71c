"""Requests for help, whom they went to, who took them, and what the two wrote to each other."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from lifow.base.bounds import validate_text
from lifow.base.channels import Channel, current_channel
from lifow.base.fields import ListField, MomentField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import OrgUnit, Person
from mentoring.help.choices import (
    LONGEST_DRAFT,
    LONGEST_TITLE,
    LONGEST_WORDS,
    ClaimEnd,
    HelpKind,
    HelpState,
    Step,
    default_steps,
)
from mentoring.help.querysets import HelpRequestQuerySet

NOBODY = models.SET_NULL


class HelpRequest(Timestamped):
    """That something waits for somebody who knows it: a question, or help now.

    person       who asks; empty for a question without a name
    question_id  the question that waits, or that came of help now: a number of content's
    unit         whose people alone may be asked, with those of the units below
    about        what they were at, as `module:mod_…`; empty for nothing
    step         the place in the order of help of the step that is next, due at `next_at`
    told_at      when it was last said that the question waits, or waits no more
    draft        question and answer as the two would have others read them; `draft_number` is their version,
                 and each has agreed to the version that they saw
    """

    State = HelpState
    Kind = HelpKind

    public_id = PublicIdField(prefix="hlp")
    kind = models.CharField(_("kind"), max_length=10, choices=HelpKind)
    question_id = models.PositiveBigIntegerField(_("question"), null=True, blank=True)
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="help_requests",
        verbose_name=_("asked by"),
    )
    skill = models.ForeignKey(
        Skill, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("skill")
    )
    unit = models.ForeignKey(
        OrgUnit, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("private to")
    )
    title = models.CharField(
        _("about"), max_length=LONGEST_TITLE, blank=True, default="", validators=[validate_text]
    )
    text = models.TextField(
        _("details"), max_length=LONGEST_WORDS, blank=True, default="", validators=[validate_text]
    )
    about = models.CharField(_("asked from"), max_length=100, blank=True, default="", editable=False)
    state = models.CharField(_("state"), max_length=12, choices=HelpState, default=HelpState.WAITING)
    step = models.PositiveSmallIntegerField(_("next step"), default=0)
    next_at = MomentField(_("next step at"), null=True, blank=True)
    asked_at = MomentField(_("asked at"))
    channel = models.CharField(
        _("channel"),
        max_length=20,
        choices=Channel,
        null=True,
        blank=True,
        default=current_channel,
        editable=False,
        help_text=_("Through which it was asked for; empty where that is not known."),
    )
    told_at = MomentField(_("told at"))
    claimed_by = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("taken by")
    )
    claimed_at = MomentField(_("taken at"), null=True, blank=True)
    claim_until = MomentField(_("taken until"), null=True, blank=True)
    first_claimed_at = MomentField(_("first taken at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    closed_at = MomentField(_("closed at"), null=True, blank=True)
    draft_title = models.CharField(_("question for others"), max_length=LONGEST_TITLE, blank=True, default="")
    draft_text = models.TextField(_("answer for others"), max_length=LONGEST_DRAFT, blank=True, default="")
    draft_number = models.PositiveIntegerField(_("version of the draft"), default=0)
    asker_agreed = models.PositiveIntegerField(_("version that the asker agreed to"), default=0)
    helper_agreed = models.PositiveIntegerField(_("version that the helper agreed to"), default=0)
    idempotency_key = models.CharField(max_length=200, null=True, unique=True, editable=False)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state=HelpState.WAITING), name="help_due"),
            models.Index(fields=["claim_until"], condition=Q(state=HelpState.CLAIMED), name="help_claimed"),
            models.Index(fields=["-asked_at"], name="help_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["question_id"], condition=Q(kind=HelpKind.QUESTION), name="help_once_a_question"
            ),
            models.CheckConstraint(
                condition=Q(kind=HelpKind.NOW) | Q(question_id__isnull=False),
                name="help_of_a_question_names_it",
            ),
            models.CheckConstraint(
                condition=Q(state=HelpState.CLAIMED, claim_until__isnull=False)
                | (~Q(state=HelpState.CLAIMED) & Q(claim_until__isnull=True, claimed_by__isnull=True)),
                name="help_claimed_until_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.public_id

    @property
    def is_open(self) -> bool:
        return self.state in (HelpState.WAITING, HelpState.CLAIMED)


class HelpStep(models.Model):
    """That somebody was asked to help, by which step and when; `passed_at` where they have passed it on."""

    request = models.ForeignKey(
        HelpRequest, on_delete=models.CASCADE, related_name="steps", verbose_name=_("request")
    )
    step = models.CharField(_("step"), max_length=10, choices=Step)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="asked_to_help", verbose_name=_("person")
    )
    asked_at = MomentField(_("asked at"))
    passed_at = MomentField(_("passed on at"), null=True, blank=True)

    class Meta:
        verbose_name = _("person who was asked to help")
        verbose_name_plural = _("people who were asked to help")
        indexes = [models.Index(fields=["person", "asked_at"], name="help_step_of_a_person")]
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="help_step_once")]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.get_step_display()}"


class HelpClaim(models.Model):
    """That somebody took a request upon them, and how that ended. One of a request is open at a time."""

    request = models.ForeignKey(
        HelpRequest, on_delete=models.CASCADE, related_name="claims", verbose_name=_("request")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="help_claims", verbose_name=_("person")
    )
    claimed_at = MomentField(_("taken at"))
    ended_at = MomentField(_("ended at"), null=True, blank=True)
    end = models.CharField(_("how it ended"), max_length=12, choices=ClaimEnd, null=True, blank=True)

    class Meta:
        verbose_name = _("claim of a request for help")
        verbose_name_plural = _("claims of requests for help")
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(ended_at__isnull=True), name="help_claim_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end__isnull=True)
                | Q(ended_at__isnull=False, end__isnull=False),
                name="help_claim_ended_says_how",
            ),
        ]

    def __str__(self) -> str:
        return str(self.request_id)


class HelpMessage(models.Model):
    """What one of the two wrote to the other."""

    request = models.ForeignKey(
        HelpRequest, on_delete=models.CASCADE, related_name="messages", verbose_name=_("request")
    )
    author = models.ForeignKey(
        Person, on_delete=NOBODY, null=True, blank=True, related_name="+", verbose_name=_("written by")
    )
    text = models.TextField(_("text"), max_length=LONGEST_WORDS, validators=[validate_text])
    written_at = MomentField(_("written at"))
    idempotency_key = models.CharField(max_length=200, null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("message of a conversation")
        verbose_name_plural = _("messages of conversations")
        indexes = [models.Index(fields=["request", "id"], name="help_message_in_order")]

    def __str__(self) -> str:
        return self.text[:80]


class HelpPolicy(models.Model):
    """One row: in which order a question goes round, how fast, and how often somebody is asked."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    steps = ListField(_("order"), default=default_steps)
    first_after_hours = models.PositiveSmallIntegerField(
        _("hours until a question goes round"), default=4, validators=[MaxValueValidator(168)]
    )
    between_hours = models.PositiveSmallIntegerField(
        _("hours between two steps"), default=4, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )
    at_once = models.PositiveSmallIntegerField(
        _("people asked at once"), default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    most_a_week = models.PositiveSmallIntegerField(
        _("times a week that somebody is asked"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    claim_hours = models.PositiveSmallIntegerField(
        _("hours to answer a question"), default=8, validators=[MinValueValidator(1), MaxValueValidator(168)]
    )
    mentor_minutes = models.PositiveSmallIntegerField(
        _("minutes for the mentor"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    away_minutes = models.PositiveSmallIntegerField(
        _("minutes until a helper is away"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(60)],
    )
    ends_minutes = models.PositiveSmallIntegerField(
        _("minutes until help now ends"),
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(480)],
    )

    class Meta:
        verbose_name = _("policy of help")
        verbose_name_plural = _("policies of help")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="help_policy_is_one_row")]

    def __str__(self) -> str:
        return str(_("Policy of help"))
