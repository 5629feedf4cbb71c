"""What sessions follow: pairings that end, and people who go on leave."""

from django.utils import timezone

from lifow.events.types import LeaveBegan, PairingEnded
from mentoring.sessions import services


def cancel_of_pairing(event: PairingEnded, *, occurred_at: object) -> None:
    """Cancel the session of a pairing that has ended."""
    services.cancel_of_pairing(pairing_id=event.pairing_id, as_of=timezone.now())


def cancel_during_leave(event: LeaveBegan, *, occurred_at: object) -> None:
    """Cancel the sessions on days on which one of the two is on leave."""
    services.cancel_during_leave(person_ids=event.person_ids, as_of=timezone.now())
