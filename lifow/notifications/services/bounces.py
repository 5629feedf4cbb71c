"""Mails that come back: counted, and after three for good no more are sent to that address."""

from datetime import datetime, timedelta

from django.db import transaction

from lifow.notifications.models import Bounce, PausedAddress
from lifow.notifications.services.messages import notify, settle
from lifow.people.persons.models import Person

MOST_BOUNCES = 3
COUNTED_FOR = timedelta(days=90)
PAUSED = "email_paused"
REASON_LENGTH = 300


def record_bounce(
    *, address: str, is_permanent: bool, reason: str, key: str, occurred_at: datetime
) -> Bounce | None:
    """Write down that a mail did not reach an address, and pause it after three that never will.

    The same `key` twice is one bounce. None where nobody has the address any more, or the bounce is known.
    """
    with transaction.atomic():
        person = Person.objects.with_email(address).select_for_update(no_key=True).first()
        if person is None or Bounce.objects.filter(idempotency_key=key).exists():
            return None
        bounce = Bounce.objects.create(
            person=person,
            address=address.lower(),
            is_permanent=is_permanent,
            reason=reason[:REASON_LENGTH],
            occurred_at=occurred_at,
            idempotency_key=key,
        )
        counted = (
            Bounce.objects.permanent()
            .of_address(address)
            .filter(person=person, occurred_at__gt=occurred_at - COUNTED_FOR)
        )
        if counted.count() >= MOST_BOUNCES:
            pause_address(person=person, reason=reason, as_of=occurred_at)
    return bounce


def stop_mail(*, address: str, reason: str, as_of: datetime) -> None:
    """Send no more email to an address whose owner has reported a mail as spam."""
    with transaction.atomic():
        person = Person.objects.with_email(address).select_for_update(no_key=True).first()
        if person is not None:
            pause_address(person=person, reason=reason, as_of=as_of)


def pause_address(*, person: Person, reason: str, as_of: datetime) -> None:
    """Send no more email to somebody's address, and say so in their inbox. Paused twice is paused once."""
    with transaction.atomic():
        kept = {"address": (person.email or "").lower(), "reason": reason[:REASON_LENGTH], "paused_at": as_of}
        before = PausedAddress.objects.filter(person=person, address=kept["address"])
        if not before.exists():
            PausedAddress.objects.update_or_create(person=person, defaults=kept)
            notify(person=person, kind=PAUSED, refs={"person": person.pk}, key=PAUSED, as_of=as_of)


def resume_address(*, person: Person, as_of: datetime) -> bool:
    """Send email to somebody's address again, counting from nothing; whether it was paused."""
    with transaction.atomic():
        paused = PausedAddress.objects.filter(person=person).first()
        if paused is None:
            return False
        settle(person=person, kind=PAUSED, key=PAUSED, as_of=as_of)
        paused.delete()
        Bounce.objects.filter(person=person).delete()
    return True
