"""Which role a person has, since when, and why."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import RoleLevel
from assessments.roles.choices import AssignmentSource
from assessments.roles.querysets import RoleAssignmentQuerySet
from lifow.base.fields import DayField, MomentField, PublicIdField, RandomId
from lifow.people.persons.models import Person


class JobCodeRule(models.Model):
    """Gives a role level to everyone whose current employment has the job code."""

    job_code = models.CharField(_("job code"), max_length=100)
    role_level = models.ForeignKey(
        RoleLevel, on_delete=models.CASCADE, related_name="job_code_rules", verbose_name=_("role level")
    )

    class Meta:
        verbose_name = _("job-code rule")
        verbose_name_plural = _("job-code rules")
        constraints = [models.UniqueConstraint(fields=["job_code", "role_level"], name="job_code_rule_once")]

    def __str__(self) -> str:
        return f"{self.job_code} → {self.role_level}"


class RoleAssignment(models.Model):
    """A role level that a person has from one day to another, by rule or by hand."""

    Source = AssignmentSource

    public_id = PublicIdField(prefix="ras", db_default=RandomId("ras"))
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="role_assignments", verbose_name=_("person")
    )
    role_level = models.ForeignKey(
        RoleLevel, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("role level")
    )
    source = models.CharField(_("source"), max_length=10, choices=AssignmentSource)
    starts_on = DayField(_("starts on"))
    ends_on = DayField(
        _("ends on"), null=True, blank=True, help_text=_("The last day; empty while it is open.")
    )
    external_source = models.CharField(
        _("system that gave it"), max_length=50, blank=True, default="", db_default=""
    )
    external_id = models.CharField(_("its id there"), max_length=200, blank=True, default="", db_default="")
    updated_at = MomentField(_("updated at"), auto_now=True, db_default=Now())

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        indexes = [models.Index(fields=["updated_at"], name="role_assignment_updated")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="role_assignment_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "role_level", "source"],
                condition=Q(ends_on__isnull=True),
                name="role_assignment_open_once",
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"],
                condition=~Q(external_id=""),
                name="role_assignment_external_id_once",
                violation_error_message=_("This system has given this id to another role assignment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role_level}"
