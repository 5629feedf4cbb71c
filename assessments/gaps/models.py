"""What is derived from requirements and evidence, and by which policy."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.gaps.querysets import GapReportQuerySet
from lifow.base.fields import MomentField, NumberField, ObjectField, PublicIdField
from lifow.people.persons.models import Person


class GapPolicyVersion(models.Model):
    """The parameters of measurement and gap, as one versioned row. A change is a new version."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    parameters = ObjectField(_("parameters"))
    note = models.TextField(_("note"), blank=True)
    adopted_at = MomentField(_("adopted at"), db_index=True)

    class Meta:
        verbose_name = _("gap policy version")
        verbose_name_plural = _("gap policy versions")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.version}"


class GapReport(models.Model):
    """One person's gaps, packed. Derived from evidence, published requirements and policy as of `as_of`.

    From these it can be rebuilt byte for byte, while what has no history (decision 0002 names it) stays.

    The row with no `superseded_at` holds now, one a person; a change keeps the row before it as history.
    """

    public_id = PublicIdField(prefix="gap")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="gap_reports", verbose_name=_("person")
    )
    policy = models.ForeignKey(
        GapPolicyVersion, on_delete=models.PROTECT, related_name="+", verbose_name=_("policy")
    )
    as_of = MomentField(_("as of"))
    packed = models.BinaryField(_("rows, packed"), help_text=_("See assessments.gaps.compute.packing."))
    digest = models.CharField(_("digest"), max_length=64)
    readiness = NumberField(
        _("readiness"), null=True, help_text=_("Of what is known; empty where nothing is.")
    )
    readiness_low = NumberField(_("readiness, low"), null=True)
    readiness_high = NumberField(_("readiness, high"), null=True)
    known_share = NumberField(
        _("share known"),
        null=True,
        help_text=_(
            "Of the weight of all skills needed. Empty in reports that were made before it was told."
        ),
    )
    required_count = models.PositiveIntegerField(_("skills needed"), default=0)
    met_count = models.PositiveIntegerField(_("skills met"), null=True)
    gap_count = models.PositiveIntegerField(_("open gaps"), default=0)
    critical_gap_count = models.PositiveIntegerField(_("critical gaps"), default=0)
    assess_first_count = models.PositiveIntegerField(_("needs assessment"), default=0)
    never_assessed_count = models.PositiveIntegerField(_("not assessed yet"), default=0)
    critical_count = models.PositiveIntegerField(_("critical skills"), null=True)
    critical_met = models.BooleanField(
        _("all critical skills met"),
        null=True,
        help_text=_("Empty while critical skills need assessment, and where none is critical."),
    )
    critical_chance = NumberField(
        _("chance that all critical skills are met"),
        null=True,
        help_text=_("Empty while a critical skill is not assessed, and where none is critical."),
    )
    confirmed_at = MomentField(
        _("confirmed at"),
        null=True,
        blank=True,
        help_text=_("When it was last computed with the same result."),
    )
    superseded_at = MomentField(_("superseded at"), null=True, blank=True)

    objects = GapReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap report")
        verbose_name_plural = _("gap reports")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(superseded_at__isnull=True),
                name="gap_report_current_once_a_person",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-as_of"], name="gap_report_history"),
            models.Index(
                fields=["as_of"], condition=Q(superseded_at__isnull=True), name="gap_report_current_as_of"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.as_of:%Y-%m-%d})"
