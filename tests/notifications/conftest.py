"""Somebody to tell, kinds to tell them of, and a real mail server."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.mail.utils import DNS_NAME

from lifow.notifications import kinds as own
from lifow.notifications import registry
from lifow.notifications.mail import EMAIL
from lifow.notifications.models import Message
from lifow.notifications.registry import Way, all_ways
from lifow.notifications.services import notify, send_next
from lifow.people.persons.models import Person
from tests.backing.smtp import MailServer, mail_server
from tests.company import person
from tests.notifications.kinds import KINDS, SAID

# A Wednesday; Abena works from 9 to 17 in Berlin, where it is 11.
MORNING = datetime(2026, 3, 4, 10, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Those of the tests and of messages themselves: the tests are the same whatever the apps declare."""
    monkeypatch.setattr(registry, "_kinds", {kind.key: kind for kind in [*own.KINDS, *KINDS]})
    yield
    SAID.clear()


@pytest.fixture
def abena(db: None) -> Person:
    return person("Abena Osei", timezone="Europe/Berlin")


@pytest.fixture
def email() -> Way:
    return next(way for way in all_ways() if way.key == EMAIL)


@pytest.fixture
def tell(abena: Person) -> Callable[..., Message]:
    """`tell("news", 3)`: Abena is told of number 3."""

    def notify_abena(kind: str, number: int = 1, as_of: datetime = MORNING, **fields: Any) -> Message:
        receiver = fields.get("person", abena)
        notify(person=receiver, kind=kind, refs={"number": number}, key=str(number), as_of=as_of)
        return Message.objects.filter(receiver=receiver, kind=kind).latest("pk")

    return notify_abena


@pytest.fixture
def send(email: Way) -> Callable[..., int]:
    """`send(abena, at)`: all that may go to her at that moment; how many deliveries were tried."""

    def send_all(receiver: Person, as_of: datetime = MORNING) -> int:
        count = 0
        while send_next(person_id=receiver.pk, way=email, as_of=as_of):
            count += 1
        return count

    return send_all


@pytest.fixture
def smtp(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server that the site sends by; no name of this machine is looked up for it."""
    monkeypatch.setattr(DNS_NAME, "_fqdn", "localhost", raising=False)
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
