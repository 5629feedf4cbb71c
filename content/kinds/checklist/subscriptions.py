"""What checklists follow: who mentors whom."""

from datetime import datetime

from django.utils import timezone

from content.kinds.checklist.services import note_pairing
from lifow.events.types import PairingBegan, PairingEnded


def note_mentor(event: PairingBegan, *, occurred_at: datetime) -> None:
    """Know the mentor of a learner, who can sign checklists off from then on."""
    note_pairing(
        pairing_id=event.pairing_id,
        mentor_id=event.mentor_id,
        learner_id=event.learner_id,
        ended_at=None,
        as_of=timezone.now(),
    )


def forget_mentor(event: PairingEnded, *, occurred_at: datetime) -> None:
    """Know that a pairing is over: its mentor signs nothing off any more."""
    note_pairing(
        pairing_id=event.pairing_id,
        mentor_id=event.mentor_id,
        learner_id=event.learner_id,
        ended_at=occurred_at,
        as_of=timezone.now(),
    )
