"""How often what channels offer was shown, taken, dismissed or failed: by day, never by person."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels.usage.choices import Outcome
from lifow.base.channels import Channel
from lifow.base.fields import DayField


class _Counted(models.Model):
    """So many times on a day of the company, through a channel, with an outcome."""

    day = DayField(_("day"))
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    number = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day}: {self.channel} {self.outcome} {self.number}"


class CountedUse(_Counted):
    """Something that was counted and is not added up yet. Rows are only added, so that no writer waits."""

    class Meta:
        verbose_name = _("counted use of a channel")
        verbose_name_plural = _("counted uses of channels")


class DailyUse(_Counted):
    """What was counted on a day, added up; one row a day, channel and outcome."""

    class Meta:
        verbose_name = _("use of a channel on a day")
        verbose_name_plural = _("uses of channels by day")
        constraints = [
            models.UniqueConstraint(fields=["day", "channel", "outcome"], name="daily_use_once_a_day"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="daily_use_outcome_known"),
        ]
