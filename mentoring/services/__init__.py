"""Verbs that write. Each is keyword-only and safe to run twice; what writes a moment down is told it."""

from mentoring.services.matching import Proposed, propose_pairings
from mentoring.services.mentors import MOST_SEATS, OfferError, offer_mentoring, stop_mentoring
from mentoring.services.pairings import (
    NoFreeSeatError,
    PairingError,
    accept_pairing,
    ask_mentor,
    begin_pairing,
    check_asking,
    close_pairings,
    complete_pairing,
    decline_pairing,
    end_pairing,
    too_late,
    withdraw_request,
)
from mentoring.services.tasks import FeedbackError, correct_feedback, give_feedback, hand_in_task

__all__ = [
    "MOST_SEATS",
    "FeedbackError",
    "NoFreeSeatError",
    "OfferError",
    "PairingError",
    "Proposed",
    "accept_pairing",
    "ask_mentor",
    "begin_pairing",
    "check_asking",
    "close_pairings",
    "complete_pairing",
    "correct_feedback",
    "decline_pairing",
    "end_pairing",
    "give_feedback",
    "hand_in_task",
    "offer_mentoring",
    "propose_pairings",
    "stop_mentoring",
    "too_late",
    "withdraw_request",
]
