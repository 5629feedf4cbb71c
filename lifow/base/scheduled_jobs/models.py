"""Scheduled jobs as rows: which is due, which worker has it, and what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField
from lifow.base.scheduled_jobs.choices import Outcome
from lifow.base.scheduled_jobs.querysets import ScheduledJobQuerySet


class ScheduledJob(models.Model):
    """A job of the schedule (`lifow/schedule.py`): due from `due_at` on, until it is done.

    `done_until` is the moment up to which nothing of the schedule is left to do. A worker that begins an
    attempt has the job until `taken_until`, which it moves on for as long as it lives.
    """

    Outcome = Outcome

    name = models.CharField(_("job"), max_length=100, unique=True)
    done_until = MomentField(_("done until"))
    due_at = MomentField(_("due since"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    taken_until = MomentField(_("taken until"), null=True, blank=True)
    retry_at = MomentField(_("tried again at"), null=True, blank=True)
    started_at = MomentField(_("last started at"), null=True, blank=True)
    finished_at = MomentField(_("last finished at"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = ScheduledJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled job")
        verbose_name_plural = _("scheduled jobs")
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(due_at__isnull=False), name="scheduled_job_due"
            )
        ]

    def __str__(self) -> str:
        return self.name
