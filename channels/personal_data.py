"""What the channels keep of people."""

from lifow.people.privacy.reports import Kept, Words

KEPT: tuple[Kept, ...] = (
    Kept(
        "channels.CalendarFeed",
        about=("person",),
        words={"secret_hash": Words.CODES},
        told=(
            "shows_learning",
            "shows_sessions",
            "shows_due_days",
            "time_of_day",
            "is_busy",
            "connected_at",
            "used_at",
        ),
    ),
)
