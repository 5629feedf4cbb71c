"""What is told of sessions: with an invitation by mail, in hours, reminded once, and cancelled by leave."""

from datetime import timedelta

import icalendar
import pytest

from lifow.events.types import LeaveBegan
from lifow.notifications.compute import Collecting
from lifow.notifications.mail import EmailWay, compose
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import Letter, Outgoing, find_kind
from lifow.notifications.services import save_preferences
from mentoring.sessions.models import SessionReminder
from mentoring.sessions.notifications import BOOKED, CANCELLED, REMINDER
from mentoring.sessions.services import cancel_session, pick_time, remind_due
from mentoring.sessions.subscriptions import cancel_during_leave
from tests.backing.inboxes import titles, told
from tests.mentoring.sessions.meeting import MONDAY, booked, on, on_leave, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
WEDNESDAY = on(4, 13)


def mail_of(person, kind):
    (rendered,) = told(person, kind)
    letter = Letter("msg_1", find_kind(kind), rendered)
    return compose(Outgoing("dlv_1@lifow.example", person, (letter,))).message()


def calendar_of(mail):
    """The calendar in a mail as a program reads it: the last of the alternatives."""
    assert mail.get_content_type() == "multipart/alternative"
    part = mail.get_payload()[-1]
    assert part.get_content_type() == "text/calendar"
    assert str(part["Content-Type"]).count("charset") == 1
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["METHOD"]
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_the_mail_of_a_booked_session_is_an_invitation(pairing, abena, guide, settings):
    settings.DEFAULT_FROM_EMAIL = "Learning <learning@larkfield.example>"
    row = booked(pairing, WEDNESDAY)
    calendar, event = calendar_of(mail_of(guide.person, BOOKED))
    assert calendar["METHOD"] == "REQUEST"
    assert event["DTSTART"].dt == WEDNESDAY
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["UID"].startswith(row.public_id)
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["SUMMARY"] == "Mentoring session with Abena Osei"
    assert event["ORGANIZER"] == "mailto:learning@larkfield.example"
    assert {one.params["PARTSTAT"] for one in event["ATTENDEE"]} == {"ACCEPTED"}
    assert {str(one) for one in event["ATTENDEE"]} == {f"mailto:{one.email}" for one in (abena, guide.person)}


def test_a_move_changes_the_same_event_and_a_cancellation_takes_it_away(pairing, abena, guide):
    row = booked(pairing, WEDNESDAY)
    _calendar, before = calendar_of(mail_of(abena, BOOKED))
    proposed(pairing, guide.person, WEDNESDAY + timedelta(hours=1))
    pick_time(session=row, by=abena, starts_at=WEDNESDAY + timedelta(hours=1), as_of=MONDAY)
    _calendar, moved = calendar_of(mail_of(abena, BOOKED))
    cancel_session(session=row, by=abena, as_of=MONDAY)
    assert not told(abena, BOOKED)
    calendar, cancelled = calendar_of(mail_of(abena, CANCELLED))
    assert before["UID"] == moved["UID"] == cancelled["UID"]
    assert [one["SEQUENCE"] for one in (before, moved, cancelled)] == [0, 1, 2]
    assert (calendar["METHOD"], cancelled["STATUS"]) == ("CANCEL", "CANCELLED")


def test_with_a_mail_provider_it_is_an_attached_file(pairing, abena, settings):
    settings.MAIL_PROVIDER = "postmark"
    booked(pairing, WEDNESDAY)
    mail = mail_of(abena, BOOKED)
    (attached,) = [part for part in mail.walk() if part.get_filename()]
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == "REQUEST"


def test_an_invitation_is_not_collected(pairing, abena):
    save_preferences(person=abena, collecting=Collecting.WEEKLY, switched={}, as_of=MONDAY)
    booked(pairing, WEDNESDAY)
    row = Dispatch.objects.get(receiver=abena, message__kind=BOOKED, way=EmailWay.key)
    assert row.due_at == MONDAY


def test_each_is_reminded_once_on_the_workday_before(pairing, abena, guide, now):
    booked(pairing, on(9, 9))
    due = dict(SessionReminder.objects.values_list("side", "due_at"))
    assert due == {"mentee": on(6, 8), "mentor": on(6, 8)}, "the session is on a Monday"
    assert remind_due(as_of=now(on(6, 7, 59))) == 0
    assert remind_due(as_of=now(on(6, 8))) == 2
    assert remind_due(as_of=now(on(6, 9))) == 0
    assert titles(abena, REMINDER) == ["Session with Priya Nair: Monday 9 March, 10:00"]
    now(on(9, 9))
    assert not told(abena, REMINDER), "it has begun"


def test_nobody_is_reminded_of_what_is_cancelled_or_was_moved(pairing, abena, guide, now):
    row = booked(pairing, on(9, 9))
    remind_due(as_of=now(on(6, 8)))
    proposed(pairing, guide.person, on(12, 9), as_of=on(6, 8))
    pick_time(session=row, by=abena, starts_at=on(12, 9), as_of=on(6, 8))
    assert not told(abena, REMINDER)
    cancel_session(session=row, by=abena, as_of=on(6, 8))
    assert not SessionReminder.objects.exists()


def test_leave_cancels_the_sessions_on_its_days_and_no_others(pairing, abena, guide):
    booked(pairing, on(12, 9))
    on_leave(guide.person, on(4, 0), on(10, 0))
    cancel_during_leave(LeaveBegan((guide.person.pk,)), occurred_at=MONDAY)
    assert not told(abena, CANCELLED)
    row = pairing.sessions.get()
    cancel_session(session=row, by=abena, as_of=MONDAY)
    again = booked(pairing, on(11, 9))
    on_leave(abena, on(11, 0), None)
    for _twice in range(2):
        cancel_during_leave(LeaveBegan((abena.pk,)), occurred_at=MONDAY)
    again.refresh_from_db()
    assert (again.state, again.cancelled_by) == ("cancelled", "")
