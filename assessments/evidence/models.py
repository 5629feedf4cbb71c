"""What is known of a person's skills: the ledger from which every gap is computed."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.evidence.choices import LEAST_STANDARD_ERROR
from assessments.evidence.querysets import EvidenceQuerySet, WithdrawalQuerySet
from assessments.frameworks.models import Skill
from lifow.base.bounds import validate_text
from lifow.base.channels import Channel, current_channel
from lifow.base.fields import DayField, MomentField, ObjectField, PublicIdField
from lifow.people.persons.models import Person


class EvidenceSource(models.TextChoices):
    SELF = "self", _("Self")
    MANAGER = "manager", _("Manager")
    PEER = "peer", _("Peer")
    TEST = "test", _("Test")
    OBSERVED = "observed", _("Observed work")
    MENTOR = "mentor", _("Mentor")


class Evidence(models.Model):
    """One observation of one person's level in one skill. Append-only: a correction supersedes, and what was
    sent by mistake is withdrawn by a row of its own (`EvidenceWithdrawal`).

    The database refuses to update a row (triggers, see the migrations), but for a rater who is removed: the
    column is emptied, and with it what they wrote. Rows go with their person only.
    """

    Source = EvidenceSource

    public_id = PublicIdField(prefix="evd")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="evidence", verbose_name=_("person")
    )
    skill = models.ForeignKey(
        Skill, on_delete=models.PROTECT, related_name="evidence", verbose_name=_("skill")
    )
    level = models.DecimalField(_("level"), max_digits=4, decimal_places=2)
    standard_error = models.DecimalField(
        _("standard error"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_STANDARD_ERROR)],
        help_text=_("By how much the level that a test found is usually off, in levels."),
    )
    source = models.CharField(_("source"), max_length=10, choices=EvidenceSource)
    rater = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("rater")
    )
    observed_at = MomentField(_("observed at"))
    valid_until = DayField(_("valid until"), null=True, blank=True)
    attributed_by = models.CharField(
        _("attributed by"),
        max_length=100,
        null=True,
        blank=True,
        help_text=_("The client that says so, where nothing else shows that the rater did."),
    )
    origin = ObjectField(
        _("origin"),
        default=dict,
        blank=True,
        help_text=_("A snapshot of where it came from: kind, id, text."),
    )
    supersedes = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="superseded_by"
    )
    idempotency_key = models.CharField(
        db_column="once_key",
        max_length=200,
        null=True,
        unique=True,
        editable=False,
        help_text=_("Makes a retried write the same write."),
    )
    channel = models.CharField(
        _("channel"),
        max_length=20,
        choices=Channel,
        null=True,
        blank=True,
        default=current_channel,
        editable=False,
        help_text=_("Through which it was given; empty where that is not known."),
    )
    recorded_at = MomentField(_("recorded at"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=0), name="evidence_level_not_negative"),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="evidence_not_superseding_itself"),
        ]
        indexes = [
            models.Index(fields=["person", "skill", "observed_at"], name="evidence_of_a_person"),
            models.Index(fields=["recorded_at"], name="evidence_recorded"),
            # What a manager has still to answer is counted on each of their pages.
            models.Index(
                fields=["person", "skill", "observed_at"],
                condition=Q(source__in=[EvidenceSource.SELF, EvidenceSource.MANAGER]),
                name="evidence_self_and_manager",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level} ({self.get_source_display()})"

    @property
    def is_rater_erased(self) -> bool:
        """Whether somebody gave it who was erased since: the level stays, and nobody is named."""
        return self.rater_id is None and bool(self.origin.get("erased"))

    def delete(self, *args, **kwargs):
        raise TypeError("Evidence is append-only: it goes with its person only.")


class EvidenceWithdrawal(models.Model):
    """That a piece of evidence is withdrawn, or counts again, from a moment on, and why. Append-only.

    Rows of a piece are numbered from 1: odd ones withdraw it, even ones take that back. What was computed as
    of a moment before a row is computed the same ever after.
    """

    evidence = models.ForeignKey(
        Evidence, on_delete=models.CASCADE, related_name="withdrawals", verbose_name=_("evidence")
    )
    number = models.PositiveSmallIntegerField(
        _("number"), help_text=_("Odd where it withdraws the piece, even where the piece counts again.")
    )
    reason = models.TextField(_("reason"), validators=[validate_text])
    said_at = MomentField(_("said at"))
    said_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("said by")
    )
    client = models.CharField(_("client"), max_length=100, blank=True, default="")

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal of evidence")
        verbose_name_plural = _("withdrawals of evidence")
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_withdrawal_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="evidence_withdrawal_from_one"),
        ]

    def __str__(self) -> str:
        return str(_("withdrawn") if self.is_withdrawal else _("counts again"))

    @property
    def is_withdrawal(self) -> bool:
        """Whether it withdraws the piece, and does not take that back."""
        return self.number % 2 == 1
