"""Events, and their deliveries to those who subscribe."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField, ObjectField
from lifow.events.querysets import DeliveryQuerySet, EventQuerySet


class Event(models.Model):
    """Something that happened, in ids and dates. Append-only: the database refuses to change a row."""

    type = models.CharField(_("type"), max_length=100)
    payload = ObjectField(_("payload"))
    occurred_at = MomentField(_("occurred at"))

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.type} {self.pk}"


class Delivery(models.Model):
    """An event to be handled by one subscription: written with the event, marked with what the handler wrote.

    `attempts` counts those that have begun; after three without success the delivery is set aside.
    """

    # The unique constraint below is the index of the key.
    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,
        related_name="deliveries",
        db_index=False,
        verbose_name=_("event"),
    )
    subscription = models.CharField(_("subscription"), max_length=100)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    attempted_at = MomentField(_("attempted at"), null=True, blank=True)
    delivered_at = MomentField(_("delivered at"), null=True, blank=True)
    set_aside_at = MomentField(_("set aside at"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["event", "subscription"], name="delivery_once_a_subscription"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(set_aside_at__isnull=True),
                name="delivery_delivered_or_set_aside",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(delivered_at__isnull=True, set_aside_at__isnull=True),
                name="delivery_waiting",
            ),
            models.Index(
                fields=["set_aside_at"], condition=Q(set_aside_at__isnull=False), name="delivery_set_aside"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} → {self.subscription}"
