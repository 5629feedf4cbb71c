"""What people did with the material, the entries that led there, and the minutes that they have for it."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from content.activity.choices import Act
from content.activity.querysets import ActivityEntryQuerySet, ActivityQuerySet
from content.catalogue.models import Module
from lifow.base.channels import Channel
from lifow.base.fields import MomentField, PublicIdField, RandomId
from lifow.base.models import Timestamped
from lifow.people.persons.models import OrgUnit, Person


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
    repeated_at = MomentField(
        _("completed again at"),
        null=True,
        blank=True,
        help_text=_("The last time, where an assignment asked for it again."),
    )
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
    active_seconds = models.PositiveIntegerField(
        _("seconds of learning"),
        default=0,
        db_default=0,
        help_text=_("In which its page was seen and used."),
    )
    reached = models.PositiveSmallIntegerField(
        _("percent reached"), default=0, db_default=0, help_text=_("How far down its text was seen.")
    )
    counted_at = MomentField(_("last counted at"), null=True, blank=True)
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
            models.CheckConstraint(condition=Q(reached__lte=100), name="activity_reached_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.module}"

    @property
    def last_done_at(self) -> datetime | None:
        """When it was completed last; None while it is not."""
        return self.repeated_at or self.completed_at

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
        if self.repeated_at and self.repeated_at >= monday:
            return self.module.minutes
        before = self.minutes_before if self.paused_at and self.paused_at >= monday else self.minutes_done
        if self.completed_at:
            return max(0, self.module.minutes - before) if self.completed_at >= monday else 0
        return self.minutes_done - before


class ActivityEntry(models.Model):
    """One thing that a person did with a module, when, where, and whether in their working hours. Entries are
    only added; `Activity` is what they come to."""

    Act, Channel = Act, Channel

    public_id = PublicIdField(prefix="ace")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="activity_entries", verbose_name=_("person")
    )
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, related_name="activity_entries", verbose_name=_("module")
    )
    act = models.CharField(_("what was done"), max_length=20, choices=Act)
    at = MomentField(_("at"))
    channel = models.CharField(_("where"), max_length=20, choices=Channel)
    in_hours = models.BooleanField(_("in working hours"))
    seconds = models.PositiveIntegerField(
        _("seconds of learning"), default=0, help_text=_("Since the entry before.")
    )
    updated_at = MomentField(_("updated at"), auto_now=True)

    objects = ActivityEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of activity")
        verbose_name_plural = _("entries of activity")
        indexes = [
            models.Index(fields=["person", "at"], name="activity_entry_of_person"),
            models.Index(fields=["at"], name="activity_entry_at"),
            models.Index(fields=["updated_at"], name="activity_entry_updated"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="activity_entry_act_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.act} {self.module_id}"


class LearningTime(Timestamped):
    """The minutes a week that a person has for learning, inside working hours, and what they go to first."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="learning_time", verbose_name=_("person")
    )
    minutes_per_week = models.PositiveSmallIntegerField(_("minutes a week"))
    critical_first = models.BooleanField(
        _("critical skills first"),
        default=True,
        db_default=True,
        help_text=_("Plans have steps for critical skills before all others."),
    )

    class Meta:
        verbose_name = _("learning time")
        verbose_name_plural = _("learning times")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes_per_week__lte=600), name="learning_time_leaves_work_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.minutes_per_week}"


class LearningHours(models.Model):
    """How much the people of a unit learned within four weeks, and how much of it when they do not work.

    Derived from entries; replaced as a whole each night. Units in which fewer than five learned have none.
    """

    org_unit = models.OneToOneField(
        OrgUnit, on_delete=models.CASCADE, related_name="+", verbose_name=_("org unit")
    )
    people = models.PositiveIntegerField(_("people who learned"))
    people_outside = models.PositiveIntegerField(_("of these, outside working hours"))
    seconds = models.PositiveBigIntegerField(_("seconds of learning"))
    seconds_outside = models.PositiveBigIntegerField(_("of these, outside working hours"))
    counted_at = MomentField(_("counted at"))

    class Meta:
        verbose_name = _("learning hours of a unit")
        verbose_name_plural = _("learning hours of units")
        constraints = [
            models.CheckConstraint(
                condition=Q(seconds_outside__lte=F("seconds"), people_outside__lte=F("people")),
                name="learning_hours_outside_are_part",
            )
        ]

    def __str__(self) -> str:
        return str(self.org_unit)

    @property
    def share_outside(self) -> float:
        """The share of learning that was done outside working hours, from 0 to 1."""
        return self.seconds_outside / self.seconds if self.seconds else 0.0
