"""Ticking the lines of a checklist, its sign-off, and who mentors whom."""

from content.kinds.checklist.services.merging import MOVED, move_checklists
from content.kinds.checklist.services.pairs import note_pairing
from content.kinds.checklist.services.signing import ask_for_sign_off, send_back, sign_off
from content.kinds.checklist.services.ticking import ChecklistError, note_line, tick_line

__all__ = [
    "MOVED",
    "ChecklistError",
    "ask_for_sign_off",
    "move_checklists",
    "note_line",
    "note_pairing",
    "send_back",
    "sign_off",
    "tick_line",
]
