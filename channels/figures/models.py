"""Figures of the company and of its channels, counted at night, and what an hour of learning costs."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from channels.figures.choices import FigureKey, Period
from lifow.base.channels import Channel
from lifow.base.fields import MomentField, NumberField

LEAST_COST, MOST_COST = 0.01, 100_000


class KeptFigure(models.Model):
    """A figure of the company, or of one channel, over 90 days. Derived; all are counted anew together.

    value  a share, a median, a sum or a rate, by its key; None where too few stand behind it
    low, high  the interval of 80% of it, where it is estimated
    number, base  how many of how many; `number` is None where that would tell of fewer than five people
    """

    key = models.CharField(_("figure"), max_length=30, choices=FigureKey)
    channel = models.CharField(
        _("channel"), max_length=20, choices=Channel, blank=True, default="", help_text=_("Empty for all.")
    )
    period = models.CharField(_("period"), max_length=10, choices=Period)
    value = NumberField(_("value"), null=True)
    low = NumberField(_("lower end"), null=True)
    high = NumberField(_("upper end"), null=True)
    number = models.PositiveBigIntegerField(_("number"), null=True)
    base = models.PositiveBigIntegerField(_("of"), default=0)
    counted_at = MomentField(_("counted at"))

    class Meta:
        verbose_name = _("figure of the company")
        verbose_name_plural = _("figures of the company")
        constraints = [
            models.UniqueConstraint(fields=["key", "channel", "period"], name="kept_figure_once_a_period")
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()} ({self.get_period_display()})"


class LearningCost(models.Model):
    """One row: what an hour of learning costs the company. Without it, minutes are told alone."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    an_hour = models.DecimalField(
        _("cost of an hour"),
        max_digits=9,
        decimal_places=2,
        validators=[MinValueValidator(LEAST_COST), MaxValueValidator(MOST_COST)],
    )
    currency = models.CharField(
        _("currency"),
        max_length=3,
        validators=[RegexValidator(r"\A[A-Z]{3}\Z", _("Three capital letters, such as EUR or USD."))],
        help_text=_("Three letters, such as EUR or USD."),
    )

    class Meta:
        verbose_name = _("cost of learning")
        verbose_name_plural = _("cost of learning")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="learning_cost_is_one_row"),
            models.CheckConstraint(condition=Q(an_hour__gt=0), name="learning_cost_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.an_hour} {self.currency}"
