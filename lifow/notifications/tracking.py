"""What a mail provider says of mails that it took, by django-anymail's webhooks: bounces are counted."""

from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.dispatch import receiver
from django.utils import timezone

from lifow.notifications.services import record_bounce, stop_mail

FOR_GOOD = {RejectReason.INVALID, RejectReason.BOUNCED}


@receiver(tracking)
def take_event(*, event: AnymailTrackingEvent, **_context: Any) -> None:
    """Count a mail that did not arrive, and stop mails to whoever reports them as spam."""
    if not event.recipient:
        return
    now = timezone.now()
    reason = event.mta_response or event.description or event.reject_reason or ""
    if event.event_type in (EventType.BOUNCED, EventType.REJECTED):
        key = event.event_id or f"{event.message_id}:{event.recipient}"
        record_bounce(
            address=event.recipient,
            is_permanent=event.reject_reason in FOR_GOOD,
            reason=reason,
            key=key,
            occurred_at=event.timestamp or now,
        )
    elif event.event_type == EventType.COMPLAINED:
        stop_mail(address=event.recipient, reason=reason, as_of=now)
