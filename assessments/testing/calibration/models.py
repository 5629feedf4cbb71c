"""Answers to items, and what they say of them: parameters by calibration, and the health of each version."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.choices import CalibrationState, Confidence, HealthState
from assessments.testing.calibration.querysets import (
    CalibrationQuerySet,
    ItemAnswerQuerySet,
    ItemHealthQuerySet,
    ItemParametersQuerySet,
)
from lifow.base.bounds import validate_text
from lifow.base.fields import ListField, MomentField, NumberField, ObjectField, PublicIdField
from lifow.base.models import Timestamped
from lifow.people.persons.models import Person


class ItemAnswer(models.Model):
    """An answer that was scored, as calibrations and the health of items read it. It never changes.

    Sittings write it in the transaction of the answer. `level_then` is what was known of the person's level
    when the sitting began from evidence other than tests: it holds the scale of the items to levels.
    """

    Confidence = Confidence

    version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="answers", verbose_name=_("version")
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="item_answers", verbose_name=_("person")
    )
    sitting_key = models.CharField(
        _("sitting"), max_length=40, help_text=_("The id of the sitting or of the quick check.")
    )
    answered_at = MomentField(_("answered at"))
    score = models.PositiveSmallIntegerField(_("score"))
    chosen = ListField(_("chosen"), default=list, blank=True, help_text=_("The author’s keys of answers."))
    confidence = models.CharField(
        _("how sure they were"), max_length=10, choices=Confidence, blank=True, default=""
    )
    seconds = models.PositiveIntegerField(_("seconds taken"), null=True, blank=True)
    counts = models.BooleanField(
        _("counts"), default=True, help_text=_("Whether it counted towards the person’s level.")
    )
    level_then = NumberField(_("level then"), null=True, blank=True)
    level_se_then = NumberField(
        _("standard error of the level then"), null=True, blank=True, validators=[MinValueValidator(0)]
    )

    objects = ItemAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        constraints = [
            models.UniqueConstraint(fields=["sitting_key", "version"], name="item_answer_once"),
            models.CheckConstraint(
                condition=Q(level_then__isnull=True, level_se_then__isnull=True)
                | Q(level_then__isnull=False, level_se_then__gt=0),
                name="item_answer_level_has_its_error",
            ),
        ]
        indexes = [models.Index(fields=["version", "answered_at"], name="item_answer_of_a_version")]

    def __str__(self) -> str:
        return f"{self.version}: {self.score}"


class Calibration(Timestamped):
    """A fit of the items of one skill to their answers: waiting until a worker has done it, then kept.

    A worker that begins an attempt has it until `taken_until`. `shift` is by how much the fit was moved along
    the levels to be linked with the calibration before, over `linked` items that both have; where it starts
    anew it was not moved, and `shift` is by how much it would have been.
    """

    State = CalibrationState

    public_id = PublicIdField(prefix="cal")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+", verbose_name=_("skill"))
    number = models.PositiveIntegerField(_("number"), help_text=_("Of this skill’s calibrations."))
    state = models.CharField(
        _("state"), max_length=10, choices=CalibrationState, default=CalibrationState.WAITING
    )
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = MomentField(_("asked at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    taken_until = MomentField(_("taken until"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True, default="")
    finished_at = MomentField(_("finished at"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people"), default=0)
    items = models.PositiveIntegerField(_("questions"), default=0)
    answers = models.PositiveIntegerField(_("answers"), default=0)
    starts_anew = models.BooleanField(
        _("starts anew"),
        default=False,
        help_text=_("Levels are taken from authors and other evidence, not from the calibration before."),
    )
    linked = models.PositiveIntegerField(_("questions linked"), default=0)
    shift = NumberField(_("shift"), default=0.0, help_text=_("In levels."))
    log_likelihood = NumberField(_("log-likelihood"), null=True, blank=True)
    iterations = models.PositiveIntegerField(_("iterations"), default=0)
    has_converged = models.BooleanField(_("converged"), default=False)
    report = ObjectField(_("report"), default=dict, blank=True, help_text=_("What moved, and by how much."))

    objects = CalibrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        constraints = [
            models.UniqueConstraint(fields=["skill", "number"], name="calibration_numbered"),
            models.UniqueConstraint(
                fields=["skill"], condition=Q(state=CalibrationState.WAITING), name="calibration_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(state=CalibrationState.WAITING, finished_at__isnull=True)
                | (~Q(state=CalibrationState.WAITING) & Q(finished_at__isnull=False)),
                name="calibration_finished_says_when",
            ),
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="calibration_newest")]

    def __str__(self) -> str:
        return f"{self.skill}: {self.number}"


class ItemParameters(models.Model):
    """Where a version stands on its skill's levels, by one calibration: slope and ordered thresholds.

    An item that is right or wrong has one threshold, the level at which the chance is even; a graded one has
    as many as its highest score. A version without a row in force has its author's prior
    (`assessments.testing.calibration.compute.priors`).
    """

    calibration = models.ForeignKey(
        Calibration, on_delete=models.CASCADE, related_name="parameters", verbose_name=_("calibration")
    )
    version = models.ForeignKey(
        ItemVersion, on_delete=models.CASCADE, related_name="parameters", verbose_name=_("version")
    )
    slope = NumberField(_("slope"), help_text=_("Logits a level."), validators=[MinValueValidator(0)])
    slope_se = NumberField(_("standard error of the slope"), null=True, blank=True)
    thresholds = ListField(_("thresholds"), help_text=_("Levels, in order."))
    threshold_ses = ListField(_("standard errors of the thresholds"), default=list, blank=True)
    answers = models.PositiveIntegerField(_("answers"), default=0)
    moved = NumberField(_("moved"), null=True, blank=True, help_text=_("Levels from the parameters before."))
    is_linking = models.BooleanField(
        _("links"), default=False, help_text=_("Links this calibration with the one before.")
    )
    is_in_force = models.BooleanField(_("in force"), default=False)

    objects = ItemParametersQuerySet.as_manager()

    class Meta:
        verbose_name = _("parameters of a question")
        verbose_name_plural = _("parameters of questions")
        constraints = [
            models.UniqueConstraint(fields=["calibration", "version"], name="item_parameters_once"),
            models.UniqueConstraint(
                fields=["version"], condition=Q(is_in_force=True), name="item_parameters_in_force_once"
            ),
            models.CheckConstraint(condition=Q(slope__gt=0), name="item_parameters_slope_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.slope:.2f} {self.thresholds}"


class ItemHealth(Timestamped):
    """What the answers to one version say of it; one that is held does not count until it was looked at.

    What fewer than five people chose is stored as unknown, and it is computed again only when at least five
    more have answered: nobody's answer can be read off it, nor off what it was before.
    """

    State = HealthState

    version = models.OneToOneField(
        ItemVersion, on_delete=models.CASCADE, related_name="health", verbose_name=_("version")
    )
    calibration = models.ForeignKey(
        Calibration,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("calibration"),
    )
    computed_at = MomentField(_("computed at"))
    people = models.PositiveIntegerField(_("people"), default=0)
    answers = models.PositiveIntegerField(_("answers"), default=0)
    p_value = NumberField(
        _("share of the highest score"),
        null=True,
        blank=True,
        help_text=_("The mean score over the highest."),
    )
    point_biserial = NumberField(_("point-biserial correlation"), null=True, blank=True)
    options = ListField(
        _("by answer"),
        default=list,
        blank=True,
        help_text=_("For each answer its key, how many chose it by thirds of level, and their mean level."),
    )
    information = NumberField(_("information at its level"), null=True, blank=True)
    exposure = NumberField(_("share of people asked"), null=True, blank=True)
    drift = NumberField(_("drift"), null=True, blank=True, help_text=_("In levels."))
    sure_and_wrong = NumberField(
        _("sure and wrong"), null=True, blank=True, help_text=_("Share of all answers.")
    )
    seconds_median = NumberField(_("seconds taken"), null=True, blank=True)
    reasons = ListField(_("what is wrong"), default=list, blank=True)
    kept_reasons = ListField(
        _("what was looked at"),
        default=list,
        blank=True,
        help_text=_("Reasons for which it is not held again."),
    )
    state = models.CharField(_("state"), max_length=10, choices=HealthState, default=HealthState.FINE)
    looked_at = MomentField(_("looked at"), null=True, blank=True)
    looked_at_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("looked at by"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True, default="", validators=[validate_text])

    objects = ItemHealthQuerySet.as_manager()

    class Meta:
        verbose_name = _("health of a question")
        verbose_name_plural = _("health of questions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=HealthState.KEPT) | Q(looked_at__isnull=False),
                name="item_health_kept_was_looked_at",
            )
        ]
        indexes = [models.Index(fields=["state", "-sure_and_wrong"], name="item_health_by_state")]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_state_display()}"
