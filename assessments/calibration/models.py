"""Earlier statements and what came of them, and the table that pages read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.calibration.choices import Basis
from assessments.evidence.models import Evidence
from assessments.gaps.models import GapReport
from lifow.base.fields import MomentField, NumberField


class CheckedStatement(models.Model):
    """A test or observed work by somebody else, and what the gap report before it had said. Derived."""

    evidence = models.OneToOneField(
        Evidence, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("evidence")
    )
    report = models.ForeignKey(
        GapReport, on_delete=models.CASCADE, related_name="+", verbose_name=_("gap report")
    )
    chance = NumberField(_("chance"), help_text=_("That the needed level is met, by the report."))
    expected = NumberField(
        _("expected"),
        help_text=_("How often such evidence confirms a statement that is exactly right: it errs as well."),
    )
    came_true = models.BooleanField(_("came true"))
    sources = models.PositiveSmallIntegerField(
        _("sources"), help_text=_("On which it rested: 2 to the power of each one’s number, added up.")
    )

    class Meta:
        verbose_name = _("checked statement")
        verbose_name_plural = _("checked statements")

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.chance:.0%}"


class CheckingPass(models.Model):
    """One pass over evidence that is new, person by person: how far it has come.

    People are checked in ascending order of their ids, some at a time; with each of these chunks
    `after_person` is committed, so that what is killed goes on there. It is finished with its table.
    """

    is_open = models.BooleanField(_("open"), default=True)
    started_at = MomentField(_("started at"))
    since = MomentField(
        _("since"), null=True, blank=True, help_text=_("Evidence recorded since then; empty for all.")
    )
    after_person = models.BigIntegerField(_("after person"), default=0)
    checked = models.PositiveIntegerField(_("statements"), default=0)
    finished_at = MomentField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("pass over statements")
        verbose_name_plural = _("passes over statements")
        constraints = [
            models.UniqueConstraint(
                fields=["is_open"], condition=Q(is_open=True), name="checking_pass_open_once"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, finished_at__isnull=True)
                | Q(is_open=False, finished_at__isnull=False),
                name="checking_pass_finished_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class ReliabilityBin(models.Model):
    """A line of a reliability table: sums over the statements with about the same chance.

    A table has ten lines for all statements, and ten for those that rested on each source.
    """

    basis = models.CharField(_("basis"), max_length=20, choices=Basis)
    source = models.CharField(
        _("source"),
        max_length=10,
        choices=Evidence.Source,
        blank=True,
        default="",
        help_text=_("Empty for all."),
    )
    number = models.PositiveSmallIntegerField(_("bin"), help_text=_("0 for chances below a tenth."))
    statements = models.PositiveIntegerField(_("statements"))
    chance = NumberField(_("sum of chances"))
    expected = NumberField(_("sum of expected shares"))
    came_true = models.PositiveIntegerField(_("came true"))
    squares = NumberField(_("sum of squared differences"))
    expected_squares = NumberField(_("expected sum of squared differences"))
    computed_at = MomentField(_("computed at"))

    class Meta:
        verbose_name = _("line of a reliability table")
        verbose_name_plural = _("lines of reliability tables")
        constraints = [
            models.UniqueConstraint(fields=["basis", "source", "number"], name="reliability_bin_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()}: {self.source or '–'} {self.number}"
