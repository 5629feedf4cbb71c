"""A real SMTP server on the loopback address: it keeps what it accepts, and answers as a test wants it to."""

import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
OK = "250 OK"
ACCEPTED = "250 Message accepted for delivery"


@dataclass
class MailServer:
    """Accepted mails in `mails`. `answers` are given instead of OK, each once, by the command they answer.

    `watch(command)` is called before each answer, in the server's own thread: EHLO, MAIL, RCPT, DATA once the
    mail is there, and ACCEPTED once it is kept and before the sender is told.
    """

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    watch: Callable[[str], None] = lambda command: None

    @property
    def url(self) -> str:
        """What EMAIL_URL says to send by this server."""
        return f"smtp://{HOST}:{self.port}"

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.watch("EHLO")
        session.host_name = hostname
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self._answer("RCPT")
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self._answer("DATA")
        if answer != OK:
            return answer
        content: Any = envelope.content
        self.mails.append(BytesParser(policy=email.policy.default).parsebytes(content))
        self.watch("ACCEPTED")
        return ACCEPTED

    def _answer(self, command: str) -> str:
        self.watch(command)
        for index, (about, answer) in enumerate(self.answers):
            if about == command:
                del self.answers[index]
                return answer
        return OK


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """A server for the time of the block."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        server = MailServer(port=probe.getsockname()[1])
    controller = Controller(server, hostname=HOST, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
