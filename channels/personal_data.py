"""What the channels keep of people."""

from lifow.people.privacy.reports import Kept, Words

KEPT = (
    Kept(
        "channels.Device",
        about=("person",),
        words={
            "name": Words.THEIRS,
            "endpoint": Words.THEIRS,
            "endpoint_digest": Words.CODES,
            "public_key": Words.CODES,
            "auth_secret": Words.CODES,
        },
        told=("name", "created_at", "used_at"),
    ),
)
