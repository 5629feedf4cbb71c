"""Erasing people: asked for by one HR admin, confirmed by another, carried out by a worker, whole or not."""

from lifow.people.privacy.services.again import erase_again, subjects_of
from lifow.people.privacy.services.erasing import carry_out_erasure, erase_now
from lifow.people.privacy.services.lists import (
    ErasureListError,
    ListedErasure,
    keep_list,
    listed_erasures,
    read_list,
)
from lifow.people.privacy.services.steps import (
    ErasureError,
    allow_again,
    ask_erasure,
    confirm_erasure,
    note_export,
    withdraw_erasure,
)

__all__ = [
    "ErasureError",
    "ErasureListError",
    "ListedErasure",
    "allow_again",
    "ask_erasure",
    "carry_out_erasure",
    "confirm_erasure",
    "erase_again",
    "erase_now",
    "keep_list",
    "listed_erasures",
    "note_export",
    "read_list",
    "subjects_of",
    "withdraw_erasure",
]
