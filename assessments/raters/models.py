"""How ratings differ by rater: estimates that were asked for, what the last one found, who contests it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Abs
from django.utils.translation import gettext_lazy as _

from assessments.gaps.models import GapPolicyVersion
from assessments.raters.choices import LEFT_OUT, ContestState, EstimateState
from assessments.raters.querysets import (
    RaterSeverityQuerySet,
    SeverityContestQuerySet,
    SeverityEstimateQuerySet,
)
from lifow.base.fields import MomentField, NumberField
from lifow.people.persons.models import Person


class SeverityEstimate(models.Model):
    """An estimate of raters' differences that somebody asked for: waiting until a worker has done it.

    A worker that begins an attempt has it until `taken_until`. What it found is the policy's from then on.
    """

    State = EstimateState

    state = models.CharField(_("state"), max_length=10, choices=EstimateState, default=EstimateState.WAITING)
    asked_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = MomentField(_("asked at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    taken_until = MomentField(_("taken until"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    finished_at = MomentField(_("finished at"), null=True, blank=True)
    policy = models.ForeignKey(
        GapPolicyVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("policy"),
    )
    raters = models.PositiveIntegerField(_("raters"), default=0)
    alone = models.PositiveIntegerField(
        _("raters alone"), default=0, help_text=_("Raters who cannot be compared with anybody.")
    )

    objects = SeverityEstimateQuerySet.as_manager()

    class Meta:
        verbose_name = _("estimate of raters’ differences")
        verbose_name_plural = _("estimates of raters’ differences")
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=EstimateState.WAITING),
                name="severity_estimate_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state=EstimateState.WAITING, finished_at__isnull=True)
                | (~Q(state=EstimateState.WAITING) & Q(finished_at__isnull=False)),
                name="severity_estimate_finished_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state=EstimateState.DONE, policy__isnull=False)
                | (~Q(state=EstimateState.DONE) & Q(policy__isnull=True)),
                name="severity_estimate_done_by_policy",
            ),
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="severity_estimate_newest")]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}: {self.get_state_display()}"


class RaterSeverity(models.Model):
    """By how much one rater's ratings are above others' of the same people, by the last estimate.

    The policy has the mean alone; how sure it is and of how many ratings stands here, until the next estimate
    or as long as the rater is known.
    """

    rater = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="severity", verbose_name=_("rater")
    )
    estimate = models.ForeignKey(
        SeverityEstimate, on_delete=models.CASCADE, related_name="found", verbose_name=_("estimate")
    )
    mean = NumberField(_("difference"), help_text=_("As a share of the scale’s span."))
    sd = NumberField(_("spread"))
    ratings = models.PositiveIntegerField(_("ratings"))
    compared = models.PositiveIntegerField(_("ratings beside others’"))

    objects = RaterSeverityQuerySet.as_manager()

    class Meta:
        verbose_name = _("difference of a rater")
        verbose_name_plural = _("differences of raters")
        constraints = [
            models.CheckConstraint(
                condition=Q(compared__lte=F("ratings")), name="rater_severity_compares_own_ratings"
            )
        ]
        indexes = [
            models.Index(
                Abs("mean").desc(), "id", condition=Q(compared__gt=0), name="rater_severity_most_different"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rater}: {self.mean:+.3f}"


class SeverityContest(models.Model):
    """A rater contests the estimate about them, or HR leaves them out: open, upheld or dismissed."""

    State = ContestState

    rater = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="severity_contests", verbose_name=_("rater")
    )
    state = models.CharField(_("state"), max_length=10, choices=ContestState, default=ContestState.OPEN)
    text = models.TextField(_("reason"), blank=True, help_text=_("Empty where HR left the rater out."))
    opened_at = MomentField(_("opened at"))
    decided_by = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = MomentField(_("decided at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = SeverityContestQuerySet.as_manager()

    class Meta:
        verbose_name = _("contest of a rater’s difference")
        verbose_name_plural = _("contests of raters’ differences")
        constraints = [
            models.UniqueConstraint(
                fields=["rater"], condition=Q(state__in=LEFT_OUT), name="severity_contest_counts_once"
            ),
            models.CheckConstraint(
                condition=Q(state=ContestState.OPEN, decided_at__isnull=True)
                | (~Q(state=ContestState.OPEN) & Q(decided_at__isnull=False)),
                name="severity_contest_decided_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["rater", "-opened_at"], name="severity_contest_of_a_rater"),
            models.Index(fields=["state", "opened_at"], name="severity_contest_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.rater}: {self.get_state_display()}"
