"""Events as calendar programs read them: iCalendar (RFC 5545), also as part of a mail (RFC 6047)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vDuration, vText, vUri

from lifow.base.calendar_zones import zone_definition

PRODUCT = "-//lifow//lifow//EN"


class Method(StrEnum):
    """What is done with the events: shown, or asked for and called off by mail."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who takes part, and has agreed to."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """Something with a time, or of a whole day where `starts_at` is a date; then `ends_at` is none.

    uid         stays the same as long as it is the same event, whatever becomes of it
    sequence    goes up with each change of its time, and as it is cancelled
    changed_at  when it was last changed: the same event is written the same, byte by byte
    is_busy     whether others see the time as taken
    """

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime | date
    ends_at: datetime | None
    summary: str
    description: str
    url: str
    is_cancelled: bool = False
    is_busy: bool = True
    remind_before: timedelta | None = None
    attendees: tuple[Attendee, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """A calendar as part of a mail: what is done with it, and its text."""

    method: Method
    text: str


def write_calendar(
    events: Iterable[CalendarEvent],
    *,
    zone: str,
    method: Method = Method.PUBLISH,
    organizer: Attendee | None = None,
    name: str = "",
    refresh_after: timedelta | None = None,
) -> bytes:
    """A calendar file. The times stand in the time zone of this name, which the file defines.

    `organizer` is who asks for the events; a calendar that is only shown has none. The same events are
    written the same, byte by byte.
    """
    written = list(events)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("x-wr-timezone", zone)
    if refresh_after is not None:
        calendar.add("refresh-interval", refresh_after, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", vDuration(refresh_after))
    years = [one.starts_at.year for one in written if isinstance(one.starts_at, datetime)]
    if years and zone != "UTC":
        calendar.add_component(zone_definition(zone, min(years)))
    for one in written:
        calendar.add_component(_event(one, ZoneInfo(zone), organizer))
    return calendar.to_ical()


def _event(one: CalendarEvent, zone: ZoneInfo, organizer: Attendee | None) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("sequence", one.sequence)
    event.add("dtstart", _local(one.starts_at, zone))
    if one.ends_at is not None:
        event.add("dtend", _local(one.ends_at, zone))
    event.add("summary", one.summary)
    event.add("description", one.description)
    event["url"] = vUri(one.url)
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if one.is_busy and not one.is_cancelled else "TRANSPARENT")
    if not one.is_busy:
        # Outlook reads this in place of TRANSP.
        event.add("x-microsoft-cdo-busystatus", "FREE")
    if organizer is not None:
        event["organizer"] = _address(organizer)
        for attendee in one.attendees:
            event.add("attendee", _taking_part(attendee), encode=False)
    if one.remind_before is not None and not one.is_cancelled:
        event.add_component(_alarm(one))
    return event


def _local(moment: datetime | date, zone: ZoneInfo) -> datetime | date:
    """The time on the clock of a zone; an hour that comes twice is said in UTC, which has no doubt."""
    if not isinstance(moment, datetime):
        return moment
    local = moment.astimezone(zone)
    is_doubtful = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return moment.astimezone(UTC) if is_doubtful or zone.key == "UTC" else local


def _address(one: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{one.email}")
    address.params["cn"] = vText(one.name)
    return address


def _taking_part(one: Attendee) -> vCalAddress:
    """Whoever takes part has agreed already: their calendar asks for no answer."""
    address = _address(one)
    address.params["cutype"] = vText("INDIVIDUAL")
    address.params["role"] = vText("REQ-PARTICIPANT")
    address.params["partstat"] = vText("ACCEPTED")
    address.params["rsvp"] = vText("FALSE")
    return address


def _alarm(one: CalendarEvent) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.summary)
    alarm.add("trigger", -(one.remind_before or timedelta(0)))
    return alarm
