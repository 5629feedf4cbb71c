"""How a pairing goes, what mentors offer, and for whom a seat is reserved.

Inside, top to bottom: `steps`, `offers`, `merging` → `reservations`, `closing`, `pausing`.
"""

from mentoring.pairings.services.closing import close_pairings, tell_before_ends
from mentoring.pairings.services.merging import move_mentoring, put_mentoring_back
from mentoring.pairings.services.offers import (
    OfferError,
    delete_mentors,
    exclude_pair,
    offer_mentoring,
    save_mentor,
    stop_mentoring,
)
from mentoring.pairings.services.pausing import follow_leave
from mentoring.pairings.services.reservations import lock_mentors, release_seat
from mentoring.pairings.services.steps import (
    ANSWER_WITHIN,
    RUNS_FOR,
    NoFreeSeatError,
    PairingError,
    accept_pairing,
    ask_mentor,
    begin_pairing,
    check_asking,
    complete_pairing,
    decline_pairing,
    end_pairing,
    lock_pairing,
    too_late,
    withdraw_request,
)

__all__ = [
    "ANSWER_WITHIN",
    "RUNS_FOR",
    "NoFreeSeatError",
    "OfferError",
    "PairingError",
    "accept_pairing",
    "ask_mentor",
    "begin_pairing",
    "check_asking",
    "close_pairings",
    "complete_pairing",
    "decline_pairing",
    "delete_mentors",
    "end_pairing",
    "exclude_pair",
    "follow_leave",
    "lock_mentors",
    "lock_pairing",
    "move_mentoring",
    "offer_mentoring",
    "put_mentoring_back",
    "release_seat",
    "save_mentor",
    "stop_mentoring",
    "tell_before_ends",
    "too_late",
    "withdraw_request",
]
