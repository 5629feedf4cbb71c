"""Numbers of groups of people that pages read, kept current by marks of whom to count again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.aggregates.choices import Reach
from assessments.aggregates.querysets import UnitTotalsQuerySet
from assessments.frameworks.models import Skill
from lifow.base.fields import MomentField, NumberField
from lifow.people.persons.models import OrgUnit, Person


class KeptTotals(models.Model):
    """What some people of a unit know and lack: in all, and packed, by skill. Derived from gap reports.

    A unit has a row of those directly in it and one with all units below; the row without a unit is the
    company, the sum of the open units on top.
    """

    org_unit = models.ForeignKey(
        OrgUnit, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("org unit")
    )
    reach = models.CharField(_("reach"), max_length=10, choices=Reach)
    headcount = models.PositiveIntegerField(_("people"), default=0)
    people = models.PositiveIntegerField(_("people with requirements"), default=0)
    required = models.PositiveIntegerField(_("skills needed"), default=0)
    gaps = models.PositiveIntegerField(_("open gaps"), default=0)
    critical_gaps = models.PositiveIntegerField(_("critical gaps"), default=0)
    people_with_critical_gaps = models.PositiveIntegerField(_("people with critical gaps"), default=0)
    assess_first = models.PositiveIntegerField(_("needs assessment"), default=0)
    never_assessed = models.PositiveIntegerField(_("not assessed yet"), default=0)
    known = models.PositiveIntegerField(_("requirements known"), default=0, db_default=0)
    people_with_critical = models.PositiveIntegerField(
        _("people with critical skills"), default=0, db_default=0
    )
    people_meeting = models.PositiveIntegerField(
        _("people who meet all critical skills"), default=0, db_default=0
    )
    people_assessed = models.PositiveIntegerField(
        _("people whose critical skills are assessed"), default=0, db_default=0
    )
    chances = NumberField(_("sum of chances to meet all"), default=0, db_default=0)
    chance_variances = NumberField(_("sum of their variances"), default=0, db_default=0)
    densities = NumberField(_("sum of their densities"), default=0, db_default=0)
    squared_densities = NumberField(_("sum of their squared densities"), default=0, db_default=0)
    packed = models.BinaryField(
        _("totals by skill, packed"), default=bytes, help_text=_("See assessments.aggregates.compute.totals.")
    )

    objects = UnitTotalsQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.org_unit or '–'}: {self.get_reach_display()}"


class UnitTotals(KeptTotals):
    """What the people of a unit know and lack who are not on leave."""

    computed_at = MomentField(
        _("computed at"), null=True, help_text=_("The company's row: when nothing was left to count.")
    )

    class Meta:
        verbose_name = _("totals of a unit")
        verbose_name_plural = _("totals of units")
        constraints = [
            models.UniqueConstraint(fields=["org_unit", "reach"], name="unit_totals_once_a_unit_and_reach"),
            models.UniqueConstraint(
                fields=["reach"], condition=Q(org_unit__isnull=True), name="unit_totals_one_company"
            ),
        ]


class LeaveTotals(KeptTotals):
    """What the people of a unit know and lack who are on leave: added to its totals, everybody is counted.

    Only of units with somebody on leave.
    """

    class Meta:
        verbose_name = _("totals of people on leave")
        verbose_name_plural = _("totals of people on leave")
        constraints = [
            models.UniqueConstraint(fields=["org_unit", "reach"], name="leave_totals_once_a_unit_and_reach"),
            models.UniqueConstraint(
                fields=["reach"], condition=Q(org_unit__isnull=True), name="leave_totals_one_company"
            ),
        ]


class CountedPerson(models.Model):
    """In which unit the kept totals count a person: known also when the person has moved on since."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("person")
    )
    org_unit = models.ForeignKey(
        OrgUnit, on_delete=models.CASCADE, related_name="+", verbose_name=_("org unit")
    )
    is_on_leave = models.BooleanField(
        _("on leave"), default=False, db_default=False, help_text=_("Counted apart from those who are here.")
    )
    digest = models.CharField(
        _("digest of the gap report"),
        max_length=64,
        blank=True,
        default="",
        help_text=_("Of the report whose needs are listed; empty where none is."),
    )

    class Meta:
        verbose_name = _("counted person")
        verbose_name_plural = _("counted people")

    def __str__(self) -> str:
        return f"{self.person}: {self.org_unit}"


class RecountMark(models.Model):
    """Somebody to be counted again; without a person, all units to be added up again.

    A row a cause, and no row is ever changed by two: who marks waits for nobody.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("person")
    )
    marked_at = MomentField(_("marked at"))

    class Meta:
        verbose_name = _("mark to count again")
        verbose_name_plural = _("marks to count again")

    def __str__(self) -> str:
        return f"{self.person or '–'} ({self.marked_at:%Y-%m-%d %H:%M})"


class MonthEnd(models.Model):
    """The company at the end of a month, from the reports that held then; written once, after it."""

    moment = MomentField(_("moment"), unique=True)
    people = models.PositiveIntegerField(_("people"))
    people_with_critical = models.PositiveIntegerField(_("people with critical skills"), null=True)
    people_meeting = models.PositiveIntegerField(_("people who meet all critical skills"), null=True)
    people_with_critical_gaps = models.PositiveIntegerField(_("people with critical gaps"), null=True)
    assessed = NumberField(_("share assessed"), null=True)

    class Meta:
        verbose_name = _("end of a month")
        verbose_name_plural = _("ends of months")

    def __str__(self) -> str:
        return f"{self.moment:%Y-%m}"


class PersonNeed(models.Model):
    """A skill that a counted person's roles need, for lists of people by skill, the widest gap first.

    Derived from the gap report whose digest the counted person has; it holds no more than the order needs.
    Millions of rows are written at once in a large company, without checking each one's keys.
    """

    counted = models.ForeignKey(
        CountedPerson,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="needs",
        verbose_name=_("person"),
    )
    skill = models.ForeignKey(
        Skill,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("skill"),
    )
    urgency = NumberField(
        _("urgency"),
        help_text=_("Gaps before what needs assessment, and that before what is met; in each the gap."),
    )

    class Meta:
        verbose_name = _("need of a person")
        verbose_name_plural = _("needs of people")
        indexes = [models.Index(fields=["skill", "-urgency", "counted"], name="person_need_by_skill")]

    def __str__(self) -> str:
        return f"{self.counted_id}: {self.skill} {self.urgency:g}"
