"""Email as a way to reach somebody: one layout, HTML and plain text, and a link that ends a kind of mail."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.template.loader import render_to_string, select_template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.base.calendars import CalendarPart
from lifow.base.channels import Channel
from lifow.base.links import absolute_url
from lifow.notifications.models import PausedAddress
from lifow.notifications.registry import Check, Kind, Letter, Outgoing, SendError, Way, WayClosedError
from lifow.notifications.reports import collected_in_words
from lifow.people.persons.models import Person

EMAIL = "email"
EVERY_KIND = "*"
SALT = "lifow.notifications.unsubscribe"
REASON_LENGTH = 500
# What a provider says of its own state or of our account, not of one mail.
PROVIDER_AWAY = {401, 402, 403, 404, 408, 429}

log = structlog.get_logger(__name__)


class EmailWay(Way):
    """Mails by Django's backend: SMTP, a provider's API by django-anymail, or whatever is configured."""

    key = EMAIL
    title: str | Promise = gettext_lazy("Email")
    channel = Channel.MAIL
    precedence = 30

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None

    def can_reach(self, person: Person) -> bool:
        if not person.email:
            return False
        return not PausedAddress.objects.filter(person=person, address=person.email.lower()).exists()

    @contextmanager
    def opened(self) -> Iterator[None]:
        self.connection = get_connection()
        try:
            yield
        finally:
            connection, self.connection = self.connection, None
            connection.close()

    def check(self) -> Check:
        """Open the connection to the mail server, with its sign-in, and close it again."""
        try:
            connection = get_connection()
            connection.open()
            connection.close()
        except checking_errors() as error:
            log.warning("mail_server_away", error=str(error))
            return Check(False, _("The mail server cannot be reached, or does not let lifow sign in."))
        if settings.MAIL_PROVIDER:
            return Check(True, _("The mail provider is set up. What it takes shows with the next mail."))
        if not isinstance(connection, SmtpBackend):
            return Check(False, _("No mail server is set: mails are kept on this server, and none is sent."))
        return Check(True, _("The mail server answers."))

    def send(self, outgoing: Outgoing) -> None:
        if self.connection is None:
            with self.opened():
                return self.send(outgoing)
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise WayClosedError(str(error)) from error
        try:
            self.connection.send_messages([compose(outgoing)])
        except sending_errors() as error:
            # Some refusals end the connection, and others do not: the next mail gets a new one.
            self.connection.close()
            raise meaning_of(error) from error


def meaning_of(error: Exception) -> SendError | WayClosedError:
    """What an error says of the mail (SendError), or of all mails (WayClosedError)."""
    if settings.MAIL_PROVIDER:
        return refused_by_provider(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return refused(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPSenderRefused):
        return WayClosedError(f"The sender's address is refused: {error}")
    if isinstance(error, smtplib.SMTPDataError):
        return refused(error.smtp_code, error.smtp_error)
    return SendError(f"It is not known whether it arrived: {error}", is_permanent=False)


def refused(code: int, said: bytes | str) -> SendError:
    """What an SMTP server's refusal means: 5xx is for good, and about the address; 4xx is for now."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    is_permanent = code >= 500
    return SendError(f"{code} {text}"[:REASON_LENGTH], is_permanent=is_permanent, is_bounce=is_permanent)


def sending_errors() -> tuple[type[Exception], ...]:
    """What an SMTP server's or a provider's refusal raises; importing the latter's takes half a second."""
    if not settings.MAIL_PROVIDER:
        return (smtplib.SMTPException, OSError)
    from anymail.exceptions import AnymailError

    return (AnymailError,)


def checking_errors() -> tuple[type[Exception], ...]:
    """What a mail server that is away, or a provider that is not set up, raises."""
    return (*sending_errors(), ImproperlyConfigured)


def refused_by_provider(error: Exception) -> SendError | WayClosedError:
    """What django-anymail's error means: the provider takes nothing now, or not this mail, for good."""
    from anymail.exceptions import AnymailAPIError, AnymailConfigurationError, AnymailRecipientsRefused

    reason = str(error)[:REASON_LENGTH]
    if isinstance(error, AnymailConfigurationError):
        return WayClosedError(reason)
    if isinstance(error, AnymailAPIError):
        status = error.status_code
        if status is None or status in PROVIDER_AWAY or status >= 500:
            return WayClosedError(reason)
    is_bounce = isinstance(error, AnymailRecipientsRefused)
    return SendError(reason, is_permanent=True, is_bounce=is_bounce)


def compose(outgoing: Outgoing) -> EmailMultiAlternatives:
    """The mail of one delivery, in the active language and zone: one message, or several collected."""
    letter = outgoing.letters[0]
    is_single = len(outgoing.letters) == 1
    kinds = {one.kind.key: one.kind for one in outgoing.letters}
    subject = _subject(letter) if is_single else _collected_subject(outgoing)
    ending = _ending(outgoing.receiver, list(kinds.values()))
    context = {
        "receiver": outgoing.receiver,
        "letters": outgoing.letters,
        "acts": [one for one in outgoing.letters if one.kind.is_act],
        "news": [one for one in outgoing.letters if not one.kind.is_act],
        "letter": letter,
        "ending": ending,
        "settings_url": absolute_url(reverse("notifications:settings")),
        "subject": subject,
        "heading": collected_in_words(outgoing),
    }
    names = [f"notifications/{letter.kind.key}/mail", "notifications/mail/message"]
    names = names if is_single else ["notifications/mail/collected"]
    mail = EmailMultiAlternatives(
        subject=subject,
        body=_without_gaps(_filled(names, "txt", context)),
        to=[outgoing.receiver.email or ""],
        headers=_headers(outgoing.delivery_id, ending),
    )
    mail.attach_alternative(_filled(names, "html", context), "text/html")
    if is_single and letter.rendered.calendar is not None:
        _attach_calendar(mail, letter.rendered.calendar())
    return mail


def _attach_calendar(mail: EmailMultiAlternatives, part: CalendarPart) -> None:
    """Add what calendar programs read: the last and so the richest of the alternatives (RFC 6047).

    The APIs of mail providers take two alternatives, and what else there is as an attached file.
    """
    kind = f"text/calendar; method={part.method.value}"
    if settings.MAIL_PROVIDER:
        mail.attach("invitation.ics", part.text, kind)
    else:
        mail.attach_alternative(part.text, kind)


@dataclass(frozen=True, slots=True)
class Ending:
    """How the receiver ends mails like this one: the address that does it, and the kind (None is all)."""

    kind: Kind | None
    url: str


def ending_token(person: Person, kind: str) -> str:
    """What proves that somebody got a mail of a kind: it ends that kind for them, and nothing else."""
    return signing.dumps([person.public_id, kind], salt=SALT)


def read_ending_token(token: str) -> tuple[str, str] | None:
    """The person's public id and the kind of a token; None for one that is not ours. It does not run out."""
    try:
        person_id, kind = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return person_id, kind


def _ending(receiver: Person, kinds: list[Kind]) -> Ending | None:
    """None where a mail holds nothing that may be switched off."""
    optional = [kind for kind in kinds if kind.may_be_off]
    if not optional:
        return None
    kind = optional[0] if len(kinds) == 1 else None
    token = ending_token(receiver, kind.key if kind else EVERY_KIND)
    return Ending(kind, absolute_url(reverse("notifications:unsubscribe", args=[token])))


def _headers(delivery_id: str, ending: Ending | None) -> dict[str, str]:
    headers = {"Message-ID": f"<{delivery_id}>", "Auto-Submitted": "auto-generated"}
    if ending is not None:
        headers["List-Unsubscribe"] = f"<{ending.url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _subject(letter: Letter) -> str:
    names = [f"notifications/{letter.kind.key}/subject.txt", "notifications/mail/subject.txt"]
    return " ".join(select_template(names).render({"letter": letter}).split())


def _collected_subject(outgoing: Outgoing) -> str:
    return _("lifow: %(what)s") % {"what": collected_in_words(outgoing)}


def _filled(names: list[str], ending: str, context: dict[str, Any]) -> str:
    return render_to_string([f"{name}.{ending}" for name in names], context)


def _without_gaps(text: str) -> str:
    """Plain text with at most one empty line in a row, as templates leave more."""
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
