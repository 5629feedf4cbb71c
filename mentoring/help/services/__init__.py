"""Verbs of help. Each is keyword-only and safe to run twice."""

from mentoring.help.services.asking import (
    HelpError,
    ask_for_help,
    claim_help,
    close_request,
    give_back,
    note_presence,
    pass_on,
    withdraw_help,
    write_message,
)
from mentoring.help.services.drafting import is_agreed, save_draft
from mentoring.help.services.following import follow_answer, follow_question
from mentoring.help.services.merging import move_help, put_help_back
from mentoring.help.services.policy import policy_numbers, set_help_policy
from mentoring.help.services.rounds import go_on

__all__ = [
    "HelpError",
    "ask_for_help",
    "claim_help",
    "close_request",
    "follow_answer",
    "follow_question",
    "give_back",
    "go_on",
    "is_agreed",
    "move_help",
    "note_presence",
    "pass_on",
    "policy_numbers",
    "put_help_back",
    "save_draft",
    "set_help_policy",
    "withdraw_help",
    "write_message",
]
