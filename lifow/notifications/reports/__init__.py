"""Reads: the inbox, what messages say now, what each person chose, and when they may be reached."""

from lifow.notifications.reports.inbox import (
    MOST_COUNTED,
    InboxPage,
    InboxRow,
    count_inbox,
    inbox_page,
)
from lifow.notifications.reports.people import (
    Choices,
    PreferenceRow,
    choices_of,
    language_of,
    preference_rows,
    working_weeks,
)
from lifow.notifications.reports.rendering import Words, put_into_words

__all__ = [
    "MOST_COUNTED",
    "Choices",
    "InboxPage",
    "InboxRow",
    "PreferenceRow",
    "Words",
    "choices_of",
    "count_inbox",
    "inbox_page",
    "language_of",
    "preference_rows",
    "put_into_words",
    "working_weeks",
]
