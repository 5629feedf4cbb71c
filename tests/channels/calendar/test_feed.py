"""The calendar feed, read by ical.js: times, changes of the clock, moves, cancellations, what it hides."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from channels.calendar.models import CalendarFeed
from channels.calendar.reports import feed_of
from channels.calendar.services import change_calendar, connect_calendar
from content.activity.models import LearningTime
from lifow.base.calendars import CalendarEvent, Method, write_calendar
from mentoring.pairings.services import end_pairing
from mentoring.sessions.notifications import invitation
from mentoring.sessions.services import cancel_session, pick_time
from tests.channels.calendar.reading import needs_node, read, start_of
from tests.company import module, skill
from tests.content.assignments.assigning import assign_to
from tests.mentoring.sessions.meeting import MONDAY, booked, on, on_leave, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now"), needs_node]
SATURDAY_BEFORE_SUMMER = on(28, 12)


def feed(person) -> CalendarFeed:
    connect_calendar(person=person, as_of=MONDAY)
    return CalendarFeed.objects.select_related("person").get(person=person)


def events_of(found: CalendarFeed, *, as_of: datetime = MONDAY, kind: str = "") -> list[dict]:
    """The events whose UID has this part."""
    fresh = CalendarFeed.objects.select_related("person").get(pk=found.pk)
    return [one for one in read(feed_of(fresh, as_of=as_of))["events"] if kind in one["uid"]]


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/Santiago",
        "Asia/Kathmandu",
        "Europe/Dublin",
        "Asia/Jerusalem",
        "Africa/Cairo",
        "Pacific/Chatham",
        "UTC",
    ],
)
def test_every_hour_of_a_year_is_read_as_it_was_written(zone):
    """Also the hours that the clock leaves out or shows twice; by the definition of the zone in the file."""
    first = datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC"))
    moments = [first + number * timedelta(minutes=210) for number in range(2500)]
    written = [
        CalendarEvent(
            f"{number}@x", 0, first, one, one + timedelta(minutes=30), "S", "D", "https://x.example"
        )
        for number, one in enumerate(moments)
    ]
    events = read(write_calendar(written, zone=zone))["events"]
    wrong = [
        (event["start"], moment)
        for event, moment in zip(events, moments, strict=True)
        if start_of(event) != moment or datetime.fromisoformat(event["end"]) != moment + timedelta(minutes=30)
    ]
    assert not wrong, f"{len(wrong)} of {len(moments)}: {wrong[:3]}"


def test_a_session_is_shown_moved_and_cancelled_as_one_event(pairing, abena, guide):
    found = feed(abena)
    row = booked(pairing, on(4, 9))
    (shown,) = events_of(found, kind="ses_")
    assert (start_of(shown), shown["zone"]) == (on(4, 9), "Africa/Lagos")
    assert (shown["summary"], shown["status"]) == ("Mentoring session with Priya Nair", "CONFIRMED")
    proposed(pairing, guide.person, on(5, 9))
    assert events_of(found, kind="ses_") == [shown], "proposed times are no events"
    pick_time(session=row, by=abena, starts_at=on(5, 9), as_of=MONDAY)
    (moved,) = events_of(found, kind="ses_")
    assert start_of(moved) == on(5, 9)
    cancel_session(session=row, by=abena, as_of=MONDAY)
    (cancelled,) = events_of(found, kind="ses_")
    assert (cancelled["status"], cancelled["transparent"]) == ("CANCELLED", True)
    assert shown["uid"] == moved["uid"] == cancelled["uid"]
    assert [one["sequence"] for one in (shown, moved, cancelled)] == [0, 1, 2]


def test_the_end_of_a_pairing_takes_its_session_away_at_once(pairing, abena):
    found = feed(abena)
    booked(pairing, on(4, 9))
    end_pairing(pairing=pairing, by=abena, as_of=MONDAY)
    assert [one["status"] for one in events_of(found, kind="ses_")] == ["CANCELLED"]


def test_an_invitation_is_read_by_ical_js_too(pairing, abena, guide):
    row = booked(pairing, on(30, 8), as_of=on(23, 8))
    part = invitation(row, guide.person, Method.REQUEST)
    told = read(part.text.encode())
    (event,) = told["events"]
    assert (told["method"], event["attendees"]) == ("REQUEST", 2)
    assert start_of(event) == on(30, 8), "the first Monday of summer time in Berlin"


def test_learning_time_is_in_free_working_hours(pairing, abena):
    LearningTime.objects.create(person=abena, minutes_per_week=60)
    found = feed(abena)
    booked(pairing, on(3, 8))
    on_leave(abena, on(9, 0), on(13, 0))
    shown = events_of(found, kind="learning")
    lagos = ZoneInfo("Africa/Lagos")
    for one in shown:
        start, end = start_of(one).astimezone(lagos), datetime.fromisoformat(one["end"]).astimezone(lagos)
        assert 9 <= start.hour < 17
        assert start.date().weekday() < 5
        assert (end - start) == timedelta(minutes=30)
        assert not on(3, 8) <= start < on(3, 8, 30)
        assert not date(2026, 3, 9) <= start.date() <= date(2026, 3, 13), "on leave"
    weeks = [start_of(one).isocalendar().week for one in shown]
    assert weeks == [10, 10, 12, 12, 13, 13]
    assert {one["summary"] for one in shown} == {"Learning time"}


@pytest.mark.parametrize(
    ("time_of_day", "hour"), [("start", (9, 0)), ("middle", (12, 45)), ("end", (16, 30))]
)
def test_learning_time_keeps_its_place_on_the_clock_when_it_is_changed(guide, time_of_day, hour):
    found = feed(guide.person)
    change_calendar(person=guide.person, values={"time_of_day": time_of_day})
    berlin = ZoneInfo("Europe/Berlin")
    shown = events_of(found, as_of=SATURDAY_BEFORE_SUMMER, kind="learning")
    clocks = [start_of(one).astimezone(berlin) for one in shown]
    assert {(one.hour, one.minute) for one in clocks} == {hour}
    assert {one.utcoffset() for one in clocks} == {timedelta(hours=1), timedelta(hours=2)}


def test_paused_learning_and_what_is_switched_off_are_not_shown(pairing, abena):
    found = feed(abena)
    booked(pairing, on(4, 9))
    LearningTime.objects.create(person=abena, minutes_per_week=0)
    assert not events_of(found, kind="learning")
    change_calendar(person=abena, values={"shows_sessions": False, "shows_due_days": False})
    assert not events_of(found)


def test_due_days_say_how_many_and_no_title(abena):
    found = feed(abena)
    assign_to(abena, module("Ending a feud", skill(), 1, 2), title="Ending a feud", due_on=date(2026, 3, 20))
    (shown,) = events_of(found, kind="due")
    assert (shown["start"], shown["summary"]) == ("2026-03-20", "1 assignment due")
    assert shown["transparent"]
    assert b"feud" not in feed_of(found, as_of=MONDAY)


def test_the_same_is_written_the_same_and_a_change_is_a_newer_version(pairing, abena):
    found = feed(abena)
    before = feed_of(found, as_of=MONDAY)
    assert feed_of(found, as_of=MONDAY + timedelta(hours=5)) == before
    (first, *_rest) = events_of(found, kind="learning")
    CalendarFeed.objects.filter(pk=found.pk).update(created_at=found.created_at - timedelta(minutes=1))
    change_calendar(person=abena, values={"time_of_day": "end"})
    (moved, *_rest) = events_of(found, kind="learning")
    assert moved["uid"] == first["uid"]
    assert moved["start"] != first["start"]
    assert moved["sequence"] > first["sequence"]
