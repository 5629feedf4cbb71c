"""The demo's mails: kept as files instead of sent, to be looked at under /demo/outbox/."""

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage as ParsedMail
from email.parser import BytesParser
from email.utils import format_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)
MAIL_ID = re.compile(r"\d{20}-[0-9a-f]{8}")


@contextmanager
def kept_at(moment: datetime) -> Iterator[None]:
    """A block in which mails are kept as if they were sent at a moment."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


class OutboxBackend(BaseEmailBackend):
    """Writes each mail into a file of its own; chosen by EMAIL_URL=outbox://, the default in the demo."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(parents=True, exist_ok=True)
        moment = _moment.get() or datetime.now(UTC)
        for mail in email_messages:
            mail.extra_headers.setdefault("Date", format_datetime(moment))
            name = f"{int(moment.timestamp() * 1e9):020d}-{secrets.token_hex(4)}"
            draft = folder() / f"{name}.draft"
            draft.write_bytes(mail.message().as_bytes())
            draft.rename(folder() / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail that was kept: `html` is empty where it has none."""

    id: str
    kept_at: datetime
    subject: str
    to: str
    headers: tuple[tuple[str, str], ...]
    plain: str
    html: str


def is_open() -> bool:
    """Whether this site keeps its mails for everybody to see."""
    return f"{OutboxBackend.__module__}.{OutboxBackend.__name__}" == settings.EMAIL_BACKEND


def newest(count: int) -> list[Kept]:
    """The mails that were kept last, the newest first."""
    files = sorted(folder().glob("*.eml"), reverse=True)[:count] if folder().exists() else []
    return [_read(path) for path in files]


def find(mail_id: str) -> Kept | None:
    """The mail of this id, or None."""
    path = folder() / f"{mail_id}.eml"
    return _read(path) if MAIL_ID.fullmatch(mail_id) and path.exists() else None


def folder() -> Path:
    """Where the mails are."""
    return Path(settings.VAR_DIR) / "demo" / "outbox"


def _read(path: Path) -> Kept:
    mail: ParsedMail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    plain, html = mail.get_body(["plain"]), mail.get_body(["html"])
    return Kept(
        id=path.stem,
        kept_at=datetime.fromtimestamp(int(path.stem[:20]) / 1e9, UTC),
        # One that is folded at once begins with the space of its second line.
        subject=str(mail["Subject"]).strip(),
        to=str(mail["To"]),
        headers=tuple((name, str(value)) for name, value in mail.items()),
        plain=plain.get_content() if plain else "",
        html=html.get_content() if html else "",
    )
