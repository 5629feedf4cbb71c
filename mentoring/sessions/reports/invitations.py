"""Sessions as events of a calendar."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from lifow.base.calendars import Attendee, CalendarEvent
from lifow.base.links import absolute_url
from lifow.people.persons.models import Person
from mentoring.choices import HOLDING
from mentoring.sessions.choices import SessionState
from mentoring.sessions.models import Session
from mentoring.sessions.reports.shown import session_title

REMIND_BEFORE = timedelta(minutes=10)


def calendar_event(session: Session, reader: Person, *, is_invitation: bool = False) -> CalendarEvent:
    """A session that has a time, as an event in the calendar of one of its two people.

    An invitation names both, as those who take part. A session is called off where its pairing has ended.
    """
    if session.starts_at is None or session.ends_at is None:
        raise ValueError(f"{session.public_id} has no time.")
    page = absolute_url(reverse("mentoring:pairing", args=[session.pairing.public_id]) + "#sessions")
    is_called_off = session.state == SessionState.CANCELLED or (
        session.state == SessionState.BOOKED and session.pairing.state not in HOLDING
    )
    return CalendarEvent(
        uid=f"{session.public_id}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=session.sequence,
        changed_at=session.updated_at,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=session_title(session, reader),
        description=_("To move or cancel it, open it in lifow: %(page)s") % {"page": page},
        url=page,
        is_cancelled=is_called_off,
        remind_before=REMIND_BEFORE,
        attendees=_two(session) if is_invitation else (),
    )


def _two(session: Session) -> tuple[Attendee, ...]:
    two = (session.pairing.mentee, session.pairing.mentor)
    return tuple(Attendee(str(one), one.email) for one in two if one.email)
