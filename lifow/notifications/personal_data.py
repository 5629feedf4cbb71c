"""What messages keep of people."""

from datetime import datetime

from lifow.notifications.models import Message
from lifow.notifications.reports import put_into_words
from lifow.people.privacy.reports import Kept, Row, Subject, Words

CODES, THEIRS = Words.CODES, Words.THEIRS


def forget_messages(subject: Subject, at: datetime) -> int:
    """Delete what others were told about somebody: it names nobody any more."""
    ids = list(Message.objects.filter(refs__person__in=subject.ids).values_list("pk", flat=True))
    Message.objects.filter(pk__in=ids).delete()
    return len(ids)


def messages_of(subject: Subject) -> list[Row]:
    """What somebody was told, with the words of what is still in the inbox."""
    rows = list(Message.objects.filter(receiver__in=subject.ids).select_related("receiver").order_by("pk"))
    words = put_into_words([one for one in rows if one.done_at is None])
    return [
        {
            "kind": one.kind,
            "created_at": one.created_at.isoformat(),
            "read_at": one.read_at.isoformat() if one.read_at else None,
            "title": words.said[one.pk].title if one.pk in words.said else "",
        }
        for one in rows
    ]


KEPT = (
    Kept(
        "notifications.Message",
        about=("receiver",),
        words={"kind": CODES, "refs": Words.LOOKED_AFTER, "idempotency_key": Words.LOOKED_AFTER},
        erase=forget_messages,
        export=messages_of,
    ),
    Kept(
        "notifications.Dispatch",
        about=("receiver", "message__receiver"),
        words={"way": CODES, "last_error": Words.OF_PROGRAMS, "delivery_id": CODES},
        told=("way", "state", "due_at", "sent_at", "opened_at"),
    ),
    Kept("notifications.Preferences", about=("person",), told=("collecting",)),
    Kept(
        "notifications.KindPreference",
        about=("person",),
        words={"kind": CODES, "way": CODES},
        told=("kind", "way", "is_on"),
    ),
    Kept(
        "notifications.Bounce",
        about=("person",),
        words={"address": THEIRS, "reason": THEIRS, "idempotency_key": CODES},
        told=("address", "is_permanent", "reason", "occurred_at"),
    ),
    Kept(
        "notifications.PausedAddress",
        about=("person",),
        words={"address": THEIRS, "reason": THEIRS},
        told=("address", "reason", "paused_at"),
    ),
)
