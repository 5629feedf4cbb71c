"""Two people agree on a time: it is on both pages, in both calendars and in mails, moved and cancelled."""

import re
from datetime import datetime, timedelta

import icalendar
import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lifow.notifications.tasks import send_due
from lifow.people.persons.models import Person
from tests.company import person
from tests.flows.reading import section, words
from tests.mentoring.programme import mentor, running

pytestmark = pytest.mark.django_db
# A Monday on which both work at eleven in Berlin.
MONDAY = datetime.fromisoformat("2026-03-23T10:00+00:00")


@pytest.fixture
def clock(monkeypatch):
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(MONDAY)
    return set_to


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def posted(client: Client, page, label: str):
    """What follows from the form of a page that has a button of this name, with all that it holds."""
    form = next(
        form
        for form in re.findall(r"<form\b.*?</form>", page.content.decode(), re.DOTALL)
        if re.search(rf"<button\b[^>]*>\s*{label}", form)
    )
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    named = re.search(rf"<button\b([^>]*)>\s*{label}", form)[1]
    if own := re.search(r'name="(\w+)" value="(\w+)"', named):
        fields[own[1]] = own[2]
    return client.post(re.search(r'action="([^"]+)"', form)[1], fields, follow=True)


def mailed() -> list[tuple[str, icalendar.Calendar | None]]:
    """What has been mailed since it was asked last: the subject, and the calendar in it."""
    send_due()
    found = []
    for one in mail.outbox:
        parts = [part.content for part in one.alternatives if part.mimetype.startswith("text/calendar")]
        found.append((one.subject, icalendar.Calendar.from_ical(parts[0]) if parts else None))
    mail.outbox.clear()
    return found


def feed_events(client: Client) -> list[tuple[str, datetime, str]]:
    """What a calendar program reads at the address that the page has made: summary, start, status."""
    made = client.post(reverse("channels:calendar"), {"connect": "1"}).content.decode()
    path = re.search(r'value="https?://[^/"]+(/calendar/[^"]+)"', made)[1]
    read = icalendar.Calendar.from_ical(Client().get(path).content)
    events = [(str(one["SUMMARY"]), one["DTSTART"].dt, str(one["STATUS"])) for one in read.walk("VEVENT")]
    return [one for one in events if one[0] != "Learning time"]


def test_a_session_from_the_first_proposal_to_what_became_of_it(clock):
    guide = mentor(timezone="Europe/Berlin")
    abena = person("Abena Osei", timezone="Africa/Lagos")
    pairing = running(abena, guide, as_of=MONDAY)
    learner, other = signed_in(abena), signed_in(guide.person)
    page_of = reverse("mentoring:pairing", args=[pairing.public_id])
    mailed()

    # The learner proposes two times on her own clock; the mentor hears of it and reads his.
    times = learner.get(reverse("mentoring:session_propose", args=[pairing.public_id]))
    assert "Propose times for a session" in words(times)
    monday_after = MONDAY + timedelta(days=7)
    fields = {"minutes": "30", "starts": [(MONDAY + timedelta(days=1)).isoformat(), monday_after.isoformat()]}
    learner.post(reverse("mentoring:session_propose", args=[pairing.public_id]), fields)
    assert [subject for subject, _calendar in mailed()] == ["Abena Osei proposes times for a session"]
    page = other.get(page_of)
    assert "Tuesday 24 March, 11:00" in section(page, "Sessions")

    # He picks the first; both get an invitation, and it is on her home.
    assert "Booked: Tuesday 24 March, 11:00." in words(posted(other, page, "Pick"))
    invitations = mailed()
    assert [calendar["METHOD"] for _subject, calendar in invitations] == ["REQUEST", "REQUEST"]
    assert "session Tue 24 Mar, 11:00" in words(learner.get(reverse("portal:home")))
    assert feed_events(learner) == [
        ("Mentoring session with Priya Nair", MONDAY + timedelta(days=1), "CONFIRMED")
    ]

    # He asks to move it over the change of the clock in Berlin; it stays until she picks.
    other.post(
        reverse("mentoring:session_propose", args=[pairing.public_id]),
        {"minutes": "30", "starts": [monday_after.isoformat()]},
    )
    assert "Tuesday 24 March" in section(other.get(page_of), "Sessions")
    moved = posted(learner, learner.get(page_of), "Pick")
    assert "Monday 30 March, 11:00" in section(moved, "Sessions"), "in Lagos, without summer time"
    assert "Monday 30 March, 12:00" in section(other.get(page_of), "Sessions"), "in Berlin, with it"
    subjects = [subject for subject, _calendar in mailed()]
    assert "Session with Abena Osei moved: Monday 30 March, 12:00" in subjects

    # It is over; she says that it took place, and he cancels the next one.
    clock(monday_after + timedelta(hours=1))
    learner, other = signed_in(abena), signed_in(guide.person)
    asked = learner.get(page_of)
    assert "Did the session of Monday 30 March, 11:00 take place?" in section(asked, "Sessions")
    assert "took place" in section(posted(learner, asked, "It took place"), "Sessions")
    fields = {"minutes": "30", "starts": [(monday_after + timedelta(days=1)).isoformat()]}
    learner.post(reverse("mentoring:session_propose", args=[pairing.public_id]), fields)
    posted(other, other.get(page_of), "Pick")
    mailed()
    posted(other, other.get(page_of), "Cancel the session")
    assert [calendar["METHOD"] for _subject, calendar in mailed()] == ["CANCEL", "CANCEL"]
    assert feed_events(learner)[-1][2] == "CANCELLED"
