"""What people did with the material."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from content.activity.querysets import ActivityQuerySet
from content.catalogue.models import Module
from lifow.base.fields import MomentField, PublicIdField, RandomId
from lifow.people.persons.models import Person


class Activity(models.Model):
    """What a person did with a module: progress, which is work done and says nothing of proficiency."""

    public_id = PublicIdField(prefix="act", db_default=RandomId("act"))
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="activities", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="activities", verbose_name=_("module")
    )
    started_at = MomentField(_("started at"))
    touched_at = MomentField(_("last opened at"))
    completed_at = MomentField(_("completed at"), null=True, blank=True)
    minutes_done = models.PositiveSmallIntegerField(
        _("minutes done before it was paused"), default=0, db_default=0
    )
    minutes_before = models.PositiveSmallIntegerField(
        _("of these, in earlier weeks"),
        default=0,
        db_default=0,
        help_text=_("Before the week in which it was paused last."),
    )
    paused_at = MomentField(_("paused at"), null=True, blank=True)
    extra_at = MomentField(
        _("started in extra time at"),
        null=True,
        blank=True,
        help_text=_("Minutes of that week are beside those of the plan."),
    )
    updated_at = MomentField(_("updated at"), auto_now=True, db_default=Now())

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        indexes = [models.Index(fields=["updated_at"], name="activity_updated")]
        constraints = [
            models.UniqueConstraint(fields=["person", "module"], name="activity_once_a_person_and_module"),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(completed_at__gte=F("started_at")),
                name="activity_completed_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.module}"

    @property
    def minutes_in_all(self) -> int:
        """Minutes of the module that are done so far; all of them once it is completed."""
        return self.module.minutes if self.completed_at else self.minutes_done

    def minutes_of_plan(self, monday: datetime) -> int:
        """Minutes of a plan's week, from a Monday, that the module has taken: none where it was extra."""
        is_extra = self.extra_at is not None and self.extra_at >= monday
        return 0 if is_extra else self.minutes_since(monday)

    def minutes_since(self, monday: datetime) -> int:
        """Minutes of the module that were done since a Monday, without those of weeks before."""
        before = self.minutes_before if self.paused_at and self.paused_at >= monday else self.minutes_done
        if self.completed_at:
            return max(0, self.module.minutes - before) if self.completed_at >= monday else 0
        return self.minutes_done - before
