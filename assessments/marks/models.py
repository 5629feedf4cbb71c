"""Whose gap report has to be computed again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.marks.querysets import StaleMarkQuerySet
from lifow.base.fields import MomentField
from lifow.people.persons.models import Person


class StaleMark(models.Model):
    """A person whose gap report has to be computed again: written with its cause, gone with its effect.

    A worker that begins an attempt has the person until `taken_until`, and while it computes them by a lock.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="stale_mark")
    reason = models.CharField(_("reason"), max_length=50)
    marked_at = MomentField(_("marked at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    taken_until = MomentField(_("taken until"), null=True, blank=True)
    set_aside_at = MomentField(_("set aside at"), null=True, blank=True)

    objects = StaleMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("stale mark")
        verbose_name_plural = _("stale marks")
        # Pages tell of the oldest, among a hundred thousand too.
        indexes = [
            models.Index(
                fields=["marked_at"], condition=models.Q(set_aside_at__isnull=True), name="mark_waiting"
            ),
            models.Index(
                fields=["marked_at"], condition=models.Q(set_aside_at__isnull=False), name="mark_set_aside"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.reason}"
