"""Verbs of Slack. Each is keyword-only and safe to run twice."""

from channels.slack.services.installing import (
    InstallError,
    end_installation,
    install_slack,
    pause_messages,
    rotate_token,
    token_of,
)
from channels.slack.services.linking import (
    forget_requests_of,
    link_account,
    note_delivery,
    note_use,
    unlink_account,
    unlink_closed_accounts,
)
from channels.slack.services.receiving import add_to_work, forget_old_work, start_work, take_request
from channels.slack.services.working import Done, carry_out_due

__all__ = [
    "Done",
    "InstallError",
    "add_to_work",
    "carry_out_due",
    "end_installation",
    "forget_old_work",
    "forget_requests_of",
    "install_slack",
    "link_account",
    "note_delivery",
    "note_use",
    "pause_messages",
    "rotate_token",
    "start_work",
    "take_request",
    "token_of",
    "unlink_account",
    "unlink_closed_accounts",
]
