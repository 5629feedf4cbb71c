"""Through which channel somebody uses lifow: its pages, the API, an assistant …; kept with what they do.

Like the language or the time zone of a request, the channel is set where a request comes in, and read where
a row is made: no service passes it on.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    PORTAL = "portal", _("Portal")
    WIDGET = "widget", _("Widget")
    EXTENSION = "extension", _("Browser extension")
    CHAT = "chat", _("Chat")
    ASSISTANT = "assistant", _("Assistant")
    MAIL = "mail", _("Mail")
    DEVICE = "device", _("Phone or computer")
    CALENDAR = "calendar", _("Calendar")
    API = "api", _("API")


_current: ContextVar[str | None] = ContextVar("channel", default=None)


def current_channel() -> str | None:
    """The channel of what is done now; None in jobs and commands, where nobody uses any."""
    return _current.get()


@contextmanager
def through(channel: Channel) -> Iterator[None]:
    """A block of which all that is written says that it was done through this channel."""
    before = _current.set(channel.value)
    try:
        yield
    finally:
        _current.reset(before)
