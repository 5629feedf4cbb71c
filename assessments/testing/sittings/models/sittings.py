"""What became of each time that somebody sat a test: what was asked, answered and concluded."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.evidence.models import Evidence
from assessments.frameworks.models import Skill
from assessments.gaps.models import GapPolicyVersion
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.calibration.choices import Confidence
from assessments.testing.calibration.models import Calibration
from assessments.testing.sittings.choices import Conclusion, Purpose, SittingState, StopReason
from assessments.testing.sittings.models.forms import TestForm
from assessments.testing.sittings.querysets import (
    CertificateQuerySet,
    SittingItemQuerySet,
    SittingQuerySet,
)
from lifow.base.fields import DayField, ListField, MomentField, NumberField, ObjectField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class Sitting(Timestamped):
    """One time that somebody sits a test, a quick check or refreshers. All of its clock is the server's.

    `terms` are those of the form when it began (`assessments.testing.sittings.terms.Terms`). A deadline is
    there whether or not time is limited (`is_timed`): nobody comes back to a sitting for ever. Refreshers
    (`is_refresher`) are a quick check whose questions are given: those that come back, so that they are not
    forgotten.
    """

    Purpose = Purpose
    State = SittingState

    public_id = PublicIdField(prefix="sit")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="sittings", verbose_name=_("person")
    )
    form = models.ForeignKey(
        TestForm,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sittings",
        verbose_name=_("test"),
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose, default=Purpose.QUICK)
    # Empty for all others: neither database writes its table anew for such a column, nor loses its triggers.
    is_refresher = models.BooleanField(_("refreshers"), null=True, blank=True, editable=False)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=SittingState, default=SittingState.OPEN)
    terms = ObjectField(_("terms"), default=dict, blank=True)
    seed = models.BigIntegerField(_("seed"))
    started_at = MomentField(_("started at"))
    deadline_at = MomentField(_("open until"))
    is_timed = models.BooleanField(_("time is limited"), default=False)
    finished_at = MomentField(_("finished at"), null=True, blank=True)
    points = models.PositiveIntegerField(_("points"), null=True, blank=True)
    highest_points = models.PositiveIntegerField(_("highest points"), null=True, blank=True)
    is_passed = models.BooleanField(_("passed"), null=True, blank=True)
    idempotency_key = models.CharField(
        max_length=200,
        null=True,
        unique=True,
        editable=False,
        help_text=_("Makes a beginning, sent twice, the same sitting."),
    )

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "form"],
                condition=Q(state=SittingState.OPEN, form__isnull=False),
                name="sitting_open_once",
            ),
            models.UniqueConstraint(
                fields=["person", "form", "attempt"],
                condition=Q(form__isnull=False),
                name="sitting_attempt_once",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=SittingState.OPEN, is_refresher=True),
                name="sitting_refreshers_open_once",
            ),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.QUICK, form__isnull=True)
                | (~Q(purpose=Purpose.QUICK) & Q(form__isnull=False)),
                name="sitting_quick_check_has_no_form",
            ),
            models.CheckConstraint(
                condition=Q(state=SittingState.OPEN, finished_at__isnull=True)
                | (~Q(state=SittingState.OPEN) & Q(finished_at__isnull=False)),
                name="sitting_finished_says_when",
            ),
            models.CheckConstraint(
                condition=Q(deadline_at__gt=F("started_at")), name="sitting_deadline_after_start"
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("started_at")),
                name="sitting_finished_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-started_at"], name="sitting_of_a_person"),
            models.Index(fields=["deadline_at"], condition=Q(state=SittingState.OPEN), name="sitting_due"),
            models.Index(fields=["updated_at"], name="sitting_updated"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        return self.state == SittingState.OPEN

    @property
    def is_quick(self) -> bool:
        return self.purpose == Purpose.QUICK


class SittingSkill(models.Model):
    """A skill that a sitting measures: what was known when it began, and what it concluded.

    mean, sd        the level and its spread that the gap report gave, in levels from 0 to `top`
    is_by_others    whether that is known from evidence, and not from tests
    required        the level that is asked for, None where none is; `chance_to_decide` says how surely
    most            how many questions of it are asked at most
    open_for        the person while a quick check in the skill is open: one at a time
    level, standard_error   what the answers by themselves say; `chance` is P(θ ≥ required − ½) with what was
                    known before
    """

    sitting = models.ForeignKey(
        Sitting, on_delete=models.CASCADE, related_name="skills", verbose_name=_("sitting")
    )
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+", verbose_name=_("skill"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    open_for = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("open for"),
    )
    mean = NumberField(_("level known before"))
    sd = NumberField(_("spread of it"))
    top = models.PositiveSmallIntegerField(_("highest level"))
    is_by_others = models.BooleanField(_("known from other evidence than tests"), default=False)
    required = NumberField(_("needed level"), null=True, blank=True)
    chance_to_decide = NumberField(_("chance at which it is decided"))
    most = models.PositiveSmallIntegerField(_("most questions"))
    policy = models.ForeignKey(
        GapPolicyVersion,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("policy"),
    )
    conclusion = models.CharField(_("conclusion"), max_length=10, choices=Conclusion, blank=True, default="")
    chance = NumberField(_("chance that the needed level is met"), null=True, blank=True)
    stop_reason = models.CharField(
        _("why it stopped"), max_length=20, choices=StopReason, blank=True, default=""
    )
    level = NumberField(_("level by the answers"), null=True, blank=True)
    standard_error = NumberField(
        _("standard error"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    evidence = models.OneToOneField(
        Evidence,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("evidence"),
    )

    class Meta:
        verbose_name = _("skill of a sitting")
        verbose_name_plural = _("skills of sittings")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "skill"], name="sitting_skill_once"),
            models.UniqueConstraint(fields=["sitting", "position"], name="sitting_skill_position_once"),
            models.UniqueConstraint(
                fields=["open_for", "skill"],
                condition=Q(open_for__isnull=False),
                name="sitting_quick_check_open_once",
            ),
            models.CheckConstraint(condition=Q(sd__gt=0), name="sitting_skill_is_not_known_exactly"),
            models.CheckConstraint(
                condition=Q(level__isnull=True, standard_error__isnull=True)
                | Q(level__isnull=False, standard_error__gt=0),
                name="sitting_skill_level_has_its_error",
            ),
        ]
        indexes = [models.Index(fields=["skill", "sitting"], name="sitting_of_a_skill")]

    def __str__(self) -> str:
        return f"{self.sitting}: {self.skill_id}"


class SittingItem(models.Model):
    """A question of a sitting: which version, with which parameters, when it was shown, and the answer.

    slope, thresholds   the parameters that the sitting used, in levels; see `ItemParameters`
    seed                decides the order in which answers are shown
    counts              whether the answer counts: not where the question is mixed in to be calibrated, nor
                        where the answer came late
    answer              with the author's keys, as `read` of the kind gives it; `{}` where none was given

    What was answered never changes: the database refuses (triggers, see the migrations).
    """

    Confidence = Confidence

    sitting = models.ForeignKey(
        Sitting, on_delete=models.CASCADE, related_name="items", verbose_name=_("sitting")
    )
    part = models.ForeignKey(
        SittingSkill, on_delete=models.CASCADE, related_name="items", verbose_name=_("skill")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("question"))
    version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("version")
    )
    slope = NumberField(_("slope"))
    thresholds = ListField(_("thresholds"))
    calibration = models.ForeignKey(
        Calibration,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("calibration"),
    )
    seed = models.BigIntegerField(_("seed"))
    counts = models.BooleanField(_("counts"), default=True)
    shown_at = MomentField(_("shown at"), null=True, blank=True)
    answered_at = MomentField(_("answered at"), null=True, blank=True)
    answer = ObjectField(_("answer"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    confidence = models.CharField(
        _("how sure they were"), max_length=10, choices=Confidence, blank=True, default=""
    )
    is_late = models.BooleanField(_("came late"), default=False)
    idempotency_key = models.CharField(
        max_length=64,
        null=True,
        editable=False,
        help_text=_("Makes an answer, sent twice, the same answer."),
    )

    objects = SittingItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a sitting")
        verbose_name_plural = _("questions of sittings")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="sitting_item_numbered"),
            models.UniqueConstraint(fields=["sitting", "item"], name="sitting_item_once"),
            models.UniqueConstraint(
                fields=["sitting", "idempotency_key"],
                condition=Q(idempotency_key__isnull=False),
                name="sitting_item_answer_key_once",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="sitting_item_from_one"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, score__isnull=True)
                | Q(answered_at__isnull=False, score__isnull=False, shown_at__isnull=False),
                name="sitting_item_answered_is_scored",
            ),
            models.CheckConstraint(
                condition=Q(is_late=False) | Q(counts=False), name="sitting_item_late_does_not_count"
            ),
        ]
        indexes = [models.Index(fields=["version"], name="sitting_item_of_a_version")]

    def __str__(self) -> str:
        return f"{self.sitting}: {self.number}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None

    @property
    def seconds(self) -> int | None:
        """Seconds from its being shown to the answer."""
        if self.answered_at is None or self.shown_at is None:
            return None
        return max(0, round((self.answered_at - self.shown_at).total_seconds()))


class Certificate(models.Model):
    """That somebody has passed a certification, and until when it counts."""

    public_id = PublicIdField(prefix="crt")
    sitting = models.OneToOneField(
        Sitting, on_delete=models.CASCADE, related_name="certificate", verbose_name=_("sitting")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="certificates", verbose_name=_("person")
    )
    title = models.CharField(_("title"), max_length=200)
    issued_at = MomentField(_("issued at"))
    valid_until = DayField(_("valid until"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = [models.Index(fields=["person", "-issued_at"], name="certificate_of_a_person")]

    def __str__(self) -> str:
        return self.title
