"""Messages to people, what of them is under way, what each person chose, and addresses that fail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lifow.base.fields import MomentField, ObjectField, PublicIdField
from lifow.base.models import Timestamped
from lifow.notifications.choices import OPEN, DispatchState
from lifow.notifications.compute import Collecting
from lifow.notifications.querysets import BounceQuerySet, DispatchQuerySet, MessageQuerySet
from lifow.people.persons.models import Person

__all__ = ["Bounce", "Dispatch", "KindPreference", "Message", "PausedAddress", "Preferences"]


class Message(models.Model):
    """Something that somebody is told. It holds ids only: its words are made when it is shown or sent.

    A message is open until what it asks for is done or no longer wanted. While it is, a second one of the
    same kind and key is the same message.
    """

    public_id = PublicIdField(prefix="msg")
    # Its own indexes are of open messages, which are few; only erasing a person reads all.
    receiver = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="messages", db_index=False, verbose_name=_("receiver")
    )
    kind = models.CharField(_("kind"), max_length=50)
    is_act = models.BooleanField(_("waits for the receiver"))
    refs = ObjectField(_("about"), default=dict, help_text=_("Ids of the subject."))
    idempotency_key = models.CharField(
        _("idempotency key"), max_length=200, help_text=_("Makes what is told twice one message.")
    )
    created_at = MomentField(_("created at"))
    read_at = MomentField(_("read at"), null=True, blank=True)
    done_at = MomentField(
        _("done at"), null=True, blank=True, help_text=_("Since when it is no longer in the inbox.")
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(
                fields=["receiver", "kind", "idempotency_key"],
                condition=Q(done_at__isnull=True),
                name="message_open_once_a_kind_and_key",
            )
        ]
        indexes = [
            models.Index(
                fields=["receiver", "-created_at"], condition=Q(done_at__isnull=True), name="message_inbox"
            ),
            models.Index(
                fields=["receiver"],
                condition=Q(done_at__isnull=True) & (Q(is_act=True) | Q(read_at__isnull=True)),
                name="message_counted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Dispatch(models.Model):
    """A message on one way to its receiver: a row to be drained, and afterwards the record of what happened.

    `due_at` is when to look at it next. Whoever takes it moves that into the future first, so that it is
    found again should they be killed. `delivery_id` is fixed, and `begun_at` set, before it is handed over:
    a mail's Message-ID. Several messages in one delivery share it.
    """

    State = DispatchState

    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, related_name="dispatches", verbose_name=_("message")
    )
    receiver = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", db_index=False, verbose_name=_("receiver")
    )
    way = models.CharField(_("way"), max_length=20)
    state = models.CharField(_("state"), max_length=20, choices=DispatchState, default=DispatchState.WAITING)
    due_at = MomentField(_("due at"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    delivery_id = models.CharField(_("delivery id"), max_length=200, blank=True)
    begun_at = MomentField(_("started at"), null=True, blank=True)
    sent_at = MomentField(_("sent at"), null=True, blank=True)
    opened_at = MomentField(
        _("opened at"), null=True, blank=True, help_text=_("When its link was followed first.")
    )

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        constraints = [
            models.UniqueConstraint(fields=["message", "way"], name="dispatch_once_a_message_and_way"),
            models.CheckConstraint(
                condition=~Q(state__in=[DispatchState.SENDING, DispatchState.SENT])
                | (~Q(delivery_id="") & Q(begun_at__isnull=False)),
                name="dispatch_sent_has_a_delivery_id",
            ),
        ]
        indexes = [
            models.Index(fields=["way", "due_at"], condition=Q(state__in=OPEN), name="dispatch_due"),
            models.Index(fields=["receiver", "way"], condition=Q(state__in=OPEN), name="dispatch_open"),
            models.Index(
                fields=["receiver", "begun_at"], condition=Q(begun_at__isnull=False), name="dispatch_begun"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} ({self.way})"


class Preferences(Timestamped):
    """How somebody wants to be told: each message by itself, or collected."""

    COLLECTING = [
        (Collecting.SINGLE.value, _("One at a time, as they come")),
        (Collecting.DAILY.value, _("Once a day, when my workday starts")),
        (Collecting.WEEKLY.value, _("Once a week, on my first workday; what waits for me once a day")),
    ]
    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="notification_preferences", verbose_name=_("person")
    )
    collecting = models.CharField(
        _("how to be told"), max_length=20, choices=COLLECTING, default=Collecting.SINGLE.value
    )

    class Meta:
        verbose_name = _("notification preferences")
        verbose_name_plural = _("notification preferences")

    def __str__(self) -> str:
        return f"{self.person}: {self.collecting}"


class KindPreference(models.Model):
    """A kind of message that somebody has switched on or off on one way, against the kind's default."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="kind_preferences", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=50)
    way = models.CharField(_("way"), max_length=20)
    is_on = models.BooleanField(_("on"))

    class Meta:
        verbose_name = _("preference of a kind")
        verbose_name_plural = _("preferences of kinds")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "way"], name="kind_preference_once_a_person_kind_and_way"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.way}): {self.is_on}"


class Bounce(models.Model):
    """A mail that did not reach its address, as the receiving server or the mail provider said."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="bounces", verbose_name=_("person")
    )
    address = models.CharField(_("address"), max_length=254, help_text=_("In lower case."))
    is_permanent = models.BooleanField(_("permanent"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    occurred_at = MomentField(_("occurred at"))
    idempotency_key = models.CharField(
        _("idempotency key"), max_length=200, unique=True, help_text=_("Makes what is told twice one bounce.")
    )

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"


class PausedAddress(models.Model):
    """An address that gets no more email: mails to it came back. Without the row it is used again."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="paused_address", verbose_name=_("person")
    )
    address = models.CharField(_("address"), max_length=254, help_text=_("In lower case."))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    paused_at = MomentField(_("paused at"))

    class Meta:
        verbose_name = _("paused email address")
        verbose_name_plural = _("paused email addresses")

    def __str__(self) -> str:
        return self.address
