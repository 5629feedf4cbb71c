"""Reads: the inbox, what messages say now, what each person chose, and when they may be reached."""

from lifow.notifications.compute import WorkingWeek, day_after, next_working_moment, working_until
from lifow.notifications.reports.inbox import (
    MOST_COUNTED,
    InboxPage,
    InboxRow,
    count_inbox,
    counted_messages,
    inbox_page,
)
from lifow.notifications.reports.people import (
    Choices,
    PreferenceRow,
    choices_of,
    language_of,
    preference_rows,
    ways_offered_to,
    working_day,
    working_weeks,
)
from lifow.notifications.reports.rendering import (
    Words,
    collected_in_words,
    level_bar_in_text,
    level_in_words,
    put_into_words,
)

__all__ = [
    "MOST_COUNTED",
    "Choices",
    "InboxPage",
    "InboxRow",
    "PreferenceRow",
    "Words",
    "WorkingWeek",
    "choices_of",
    "collected_in_words",
    "count_inbox",
    "counted_messages",
    "day_after",
    "inbox_page",
    "language_of",
    "level_bar_in_text",
    "level_in_words",
    "next_working_moment",
    "preference_rows",
    "put_into_words",
    "ways_offered_to",
    "working_day",
    "working_until",
    "working_weeks",
]
