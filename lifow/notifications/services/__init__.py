"""Verbs that write. Each is keyword-only and safe to run twice; what writes a moment down is told it."""

from lifow.notifications.services.bounces import pause_address, record_bounce, resume_address, stop_mail
from lifow.notifications.services.dispatches import (
    MOST_ATTEMPTS,
    look_again,
    people_to_reach,
    send_next,
    try_again,
    try_set_aside_again,
)
from lifow.notifications.services.merging import move_messages, put_messages_back
from lifow.notifications.services.messages import (
    New,
    forget_old_messages,
    mark_all_read,
    mark_opened,
    mark_read,
    notify,
    notify_all,
    settle,
    settle_all,
    settle_finished,
    settle_messages,
)
from lifow.notifications.services.preferences import Hours, save_preferences, save_settings, switch_kinds

__all__ = [
    "MOST_ATTEMPTS",
    "Hours",
    "New",
    "forget_old_messages",
    "look_again",
    "mark_all_read",
    "mark_opened",
    "mark_read",
    "move_messages",
    "notify",
    "notify_all",
    "pause_address",
    "people_to_reach",
    "put_messages_back",
    "record_bounce",
    "resume_address",
    "save_preferences",
    "save_settings",
    "send_next",
    "settle",
    "settle_all",
    "settle_finished",
    "settle_messages",
    "stop_mail",
    "switch_kinds",
    "try_again",
    "try_set_aside_again",
]
