"""What the two are told of sessions: proposed times, what is booked, moved or cancelled, and a reminder.

What is booked or cancelled goes with an invitation, which calendar programs read (iMIP, RFC 6047).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import parseaddr
from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.base.calendars import Attendee, CalendarPart, Method, write_calendar
from lifow.base.days import zone_of
from lifow.notifications.registry import Kind, Notice, Rendered
from lifow.notifications.services import New, notify, notify_all, settle_all
from lifow.people.persons.models import Person
from mentoring.choices import HOLDING
from mentoring.sessions.choices import SessionState, Side
from mentoring.sessions.models import Session
from mentoring.sessions.reports.invitations import calendar_event
from mentoring.sessions.reports.shown import shown

PROPOSED = "session_proposed"
BOOKED = "session_booked"
CANCELLED = "session_cancelled"
REMINDER = "session_reminder"
DAY_AND_TIME = "l j F, H:i"


def tell_of_proposal(session: Session, *, as_of: datetime) -> None:
    """Ask the other one to pick one of the proposed times; what was asked of either before is done."""
    settle_proposal(session, as_of=as_of)
    other = session.person_on(Side(session.proposed_by).other)
    refs = {"session": session.pk}
    notify(person=other, kind=PROPOSED, refs=refs, key=session.public_id, as_of=as_of)


def settle_proposal(session: Session, *, as_of: datetime) -> None:
    """Nobody has to pick a time any more."""
    settle_all(kind=PROPOSED, keys=[(one.pk, session.public_id) for one in _both(session)], as_of=as_of)


def tell_of_booking(session: Session, *, as_of: datetime) -> None:
    """Tell both when they meet, with an invitation; a session that was moved once more."""
    settle_proposal(session, as_of=as_of)
    _tell_both(session, BOOKED, as_of)


def tell_of_cancelling(session: Session, *, was_booked: bool, as_of: datetime) -> None:
    """Tell both that a booked session is cancelled, so that it leaves both calendars."""
    settle_proposal(session, as_of=as_of)
    if was_booked:
        _tell_both(session, CANCELLED, as_of)


def remind(session: Session, side: Side, *, as_of: datetime) -> None:
    """Remind one of the two of a session; once for each of its times."""
    refs = {"session": session.pk, "sequence": session.sequence}
    key = f"{session.public_id}:{session.sequence}"
    notify(person=session.person_on(side), kind=REMINDER, refs=refs, key=key, as_of=as_of)


def render_proposals(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads who is to pick a time, while one is left."""
    found = _found(notices)
    return [_proposal(notice, found.get(notice.refs["session"])) for notice in notices]


def render_bookings(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What both read of a session that is booked, until it is moved, cancelled or over."""
    found = _found(notices)
    return [_booking(notice, found.get(notice.refs["session"])) for notice in notices]


def render_cancellations(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What both read of a session that is cancelled, until it would be over."""
    found = _found(notices)
    return [_cancellation(notice, found.get(notice.refs["session"])) for notice in notices]


def render_reminders(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What one of the two reads on the workday before a session, until it begins."""
    found = _found(notices)
    return [_reminder(notice, found.get(notice.refs["session"])) for notice in notices]


def _found(notices: Sequence[Notice]) -> dict[int, Session]:
    rows = Session.objects.select_related("pairing__mentee", "pairing__mentor").prefetch_related("slots")
    found: dict[int, Session] = rows.in_bulk({notice.refs["session"] for notice in notices})
    return found


def _proposal(notice: Notice, session: Session | None) -> Rendered | None:
    if session is None or session.side_of(notice.receiver) is None or not session.proposed_by:
        return None
    if session.pairing.state not in HOLDING:
        return None
    seen = shown(session, notice.receiver, timezone.now())
    if not seen.to_pick:
        return None
    times = "\n".join(_moment(slot.starts_at, notice.receiver) for slot in seen.slots)
    title = _("%(name)s proposes times for a session")
    if seen.is_booked:
        title = _("%(name)s asks to move your session")
    return Rendered(
        title=title % {"name": seen.other},
        body=times,
        url=_page_of(session),
        action=_("Pick a time"),
    )


def _booking(notice: Notice, session: Session | None) -> Rendered | None:
    if session is None or not _is_to_come(session, notice):
        return None
    other = _other(session, notice.receiver)
    title = _("Session with %(name)s: %(when)s")
    if notice.refs.get("moved"):
        title = _("Session with %(name)s moved: %(when)s")
    return Rendered(
        title=title % {"name": other, "when": _moment(session.starts_at, notice.receiver)},
        body=_("%(minutes)s minutes. You can move or cancel it on the page of the pairing.")
        % {"minutes": _minutes_of(session)},
        url=_page_of(session),
        action=_("Open the pairing"),
        calendar=_invitation(session, notice.receiver, Method.REQUEST),
    )


def _cancellation(notice: Notice, session: Session | None) -> Rendered | None:
    if session is None or session.state != SessionState.CANCELLED or session.side_of(notice.receiver) is None:
        return None
    if session.starts_at is None or session.ends_at is None or session.ends_at <= timezone.now():
        return None
    goes_on = session.pairing.state in HOLDING
    return Rendered(
        title=_("Session with %(name)s cancelled: %(when)s")
        % {
            "name": _other(session, notice.receiver),
            "when": _moment(session.starts_at, notice.receiver),
        },
        body=_("You can propose other times.") if goes_on else "",
        url=_page_of(session),
        action=_("Propose times") if goes_on else _("Open the pairing"),
        calendar=_invitation(session, notice.receiver, Method.CANCEL),
    )


def _reminder(notice: Notice, session: Session | None) -> Rendered | None:
    if session is None or not _is_to_come(session, notice):
        return None
    if session.starts_at is None or session.starts_at <= timezone.now():
        return None
    return Rendered(
        title=_("Session with %(name)s: %(when)s")
        % {
            "name": _other(session, notice.receiver),
            "when": _moment(session.starts_at, notice.receiver),
        },
        body=_("Bring a piece of real work, or a question from it."),
        url=_page_of(session),
        action=_("Open the pairing"),
    )


def _is_to_come(session: Session, notice: Notice) -> bool:
    """Whether it is still booked at the time that the message was about, and one of the two is told."""
    is_same = session.state == SessionState.BOOKED and session.sequence == notice.refs["sequence"]
    is_theirs = session.side_of(notice.receiver) is not None and session.pairing.state in HOLDING
    return is_same and is_theirs and session.ends_at is not None and session.ends_at > timezone.now()


def _invitation(session: Session, receiver: Person, method: Method) -> Callable[[], CalendarPart]:
    return partial(invitation, session, receiver, method)


def invitation(session: Session, receiver: Person, method: Method) -> CalendarPart:
    """The calendar part of the mail to one of the two: the site asks, as nobody answers it by mail."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    text = write_calendar(
        [calendar_event(session, receiver, is_invitation=True)],
        zone=zone_of(receiver.timezone).key,
        method=method,
        organizer=Attendee(name or "lifow", address),
    )
    return CalendarPart(method, text.decode())


def _tell_both(session: Session, kind: str, as_of: datetime) -> None:
    refs = {"session": session.pk, "sequence": session.sequence, "moved": int(session.sequence > 0)}
    key = f"{session.public_id}:{session.sequence}"
    notify_all(new=[New(person, kind, refs, key) for person in _both(session)], as_of=as_of)


def _both(session: Session) -> tuple[Person, Person]:
    return session.pairing.mentee, session.pairing.mentor


def _other(session: Session, reader: Person) -> Person:
    return session.pairing.mentor if reader.pk == session.pairing.mentee_id else session.pairing.mentee


def _moment(moment: datetime | None, reader: Person) -> str:
    """A day and time on the reader's clock."""
    return date_format(moment.astimezone(zone_of(reader.timezone)), DAY_AND_TIME) if moment else ""


def _minutes_of(session: Session) -> int:
    if session.starts_at is None or session.ends_at is None:
        return session.minutes
    return int((session.ends_at - session.starts_at).total_seconds() // 60)


def _page_of(session: Session) -> str:
    return reverse("mentoring:pairing", args=[session.pairing.public_id]) + "#sessions"


KINDS = [
    Kind(
        key=PROPOSED,
        title=gettext_lazy("Times for a session"),
        description=gettext_lazy("Your mentor or learner proposes times to meet; you pick one."),
        render=render_proposals,
        is_act=True,
    ),
    Kind(
        key=BOOKED,
        title=gettext_lazy("Booked sessions"),
        description=gettext_lazy("A session is booked or moved. The mail puts it into your calendar."),
        render=render_bookings,
        is_act=False,
        is_single=True,
    ),
    Kind(
        key=CANCELLED,
        title=gettext_lazy("Cancelled sessions"),
        description=gettext_lazy("A session is cancelled. The mail takes it out of your calendar."),
        render=render_cancellations,
        is_act=False,
        is_single=True,
    ),
    Kind(
        key=REMINDER,
        title=gettext_lazy("Reminders of sessions"),
        description=gettext_lazy("On the workday before a session."),
        render=render_reminders,
        is_act=False,
    ),
]
