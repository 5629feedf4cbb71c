"""The pages on which the two agree on a time."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from mentoring.pairings.services import complete_pairing
from mentoring.sessions.models import Session
from tests.company import person
from tests.mentoring.programme import url
from tests.mentoring.sessions.meeting import MONDAY, booked, on, proposed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
TUESDAY = on(3, 9)


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(client, pairing) -> str:
    return client.get(url("pairing", pairing)).content.decode()


def sent(client, name, session, **fields):
    return client.post(reverse(f"mentoring:session_{name}", args=[session.public_id]), fields, follow=True)


def test_times_are_ticked_on_the_own_clock_and_proposed(pairing, abena, guide):
    client = signed_in(abena)
    shown = client.get(url("session_propose", pairing)).content.decode()
    starts = re.findall(r'name="starts" value="([^"]+)"', shown)
    assert starts[0] == "2026-03-02T12:00:00+00:00", "four hours from now at the earliest"
    assert "Monday 2 March" in shown
    assert "13:00" in shown, "on the clock in Lagos"
    answer = client.post(
        url("session_propose", pairing), {"starts": starts[5:7], "minutes": "30"}, follow=True
    )
    assert "Proposed. Priya Nair picks one of the times." in answer.content.decode()
    assert Session.objects.get().slots.count() == 2
    assert "You proposed these times" in page(client, pairing)
    assert "Pick one" in page(signed_in(guide.person), pairing)


def test_later_days_keep_what_was_ticked_and_propose_nothing(pairing, abena):
    client = signed_in(abena)
    sent_later = {"starts": [TUESDAY.isoformat()], "minutes": "45", "first": "2026-03-09"}
    shown = client.post(url("session_propose", pairing), sent_later)
    assert shown.status_code == 200
    text = shown.content.decode()
    assert re.search(r'value="2026-03-03T09:00:00\+00:00" checked', text)
    assert "Monday 9 March" in text
    assert not Session.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"starts": ["yesterday"]},
        {"starts": ["2026-03-03T09:00:00"]},
        {"starts": ["2026-99-03T09:00:00+00:00"]},
        {"starts": [TUESDAY.isoformat()], "minutes": "600"},
        {"starts": [TUESDAY.isoformat()] * 3 + ["9999-12-31T23:59:00+00:00"], "minutes": "30"},
        {"starts": ["0001-01-01T00:00:00+14:00"], "minutes": "x"},
    ],
)
def test_what_is_no_time_is_refused_with_a_word(pairing, abena, fields):
    answer = signed_in(abena).post(url("session_propose", pairing), fields)
    if fields.get("minutes") == "600":
        assert answer.status_code == 302, "a length that there is not is the shortest"
        return
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Session.objects.exists()


@pytest.mark.parametrize("first", ["tomorrow", "2026-02-31", "9999-12-31", "0001-01-01"])
def test_a_day_in_the_address_that_is_none_breaks_nothing(pairing, abena, first):
    answer = signed_in(abena).get(url("session_propose", pairing), {"first": first, "minutes": "-3"})
    assert answer.status_code == 200


def test_one_is_picked_moved_and_cancelled(pairing, abena, guide):
    session = proposed(pairing, abena, TUESDAY)
    learner, mentor = signed_in(abena), signed_in(guide.person)
    answer = sent(mentor, "pick", session, starts_at=TUESDAY.isoformat())
    assert "Booked: Tuesday 3 March, 10:00." in answer.content.decode()
    for client in (learner, mentor):
        assert "Tuesday 3 March, 10:00" in page(client, pairing)
    proposed(pairing, guide.person, on(4, 9))
    assert "asks to move it" in page(learner, pairing)
    assert "stays at its time" in sent(learner, "keep", session).content.decode()
    assert "Cancelled. Both of you are told." in sent(learner, "cancel", session).content.decode()
    late = sent(mentor, "pick", session, starts_at=on(4, 9).isoformat()).content.decode()
    assert "no longer proposed" in late


def test_afterwards_the_page_asks_whether_it_took_place(pairing, abena, guide, now):
    session = booked(pairing, TUESDAY)
    now(on(3, 11))
    learner = signed_in(abena)
    assert "Did the session of Tuesday 3 March, 10:00 take place?" in page(learner, pairing)
    sent(learner, "held", session, held="no")
    shown = page(signed_in(guide.person), pairing)
    assert "did not take place" in shown
    assert "Propose times" in shown
    sent(signed_in(guide.person), "held", session, held="yes")
    assert "took place" in page(learner, pairing)


def test_sessions_are_for_the_two_alone(pairing, abena):
    session = booked(pairing, TUESDAY)
    hr = signed_in(person("Ruth Amankwah", is_hr_admin=True, is_staff=True))
    assert 'id="sessions"' not in page(hr, pairing)
    assert hr.get(url("session_propose", pairing)).status_code == 403
    for name in ("pick", "keep", "cancel", "held"):
        assert sent(hr, name, session).status_code == 404


def test_a_pairing_that_is_over_offers_no_times(pairing, abena):
    complete_pairing(pairing=pairing, as_of=MONDAY, by=abena)
    client = signed_in(abena)
    assert client.get(url("session_propose", pairing)).status_code == 403
    assert "Propose times" not in page(client, pairing)


def test_both_see_the_next_session_where_they_look_first(pairing, abena, guide):
    booked(pairing, TUESDAY)
    home = signed_in(abena).get(reverse("portal:home")).content.decode()
    assert "session Tue 3 Mar, 10:00" in home
    desk = signed_in(guide.person).get(reverse("mentoring:mentoring") + "?as=mentor").content.decode()
    assert "session Tue 3 Mar, 10:00" in desk


def test_a_mentor_sees_which_times_wait(pairing, abena, guide):
    proposed(pairing, abena, TUESDAY)
    desk = signed_in(guide.person).get(reverse("mentoring:mentoring") + "?as=mentor").content.decode()
    assert "Sessions to pick a time for" in desk


def test_nobody_shares_hours(pairing, abena, guide):
    guide.person.timezone = "Pacific/Honolulu"
    guide.person.save()
    shown = signed_in(abena).get(url("session_propose", pairing)).content.decode()
    assert "No time when both of you work" in shown
    assert reverse("notifications:settings") in shown


def test_the_page_of_times_takes_as_many_queries_whatever_there_is(
    pairing, abena, django_assert_max_num_queries
):
    booked(pairing, TUESDAY)
    client = signed_in(abena)
    client.get(url("session_propose", pairing))
    with django_assert_max_num_queries(13):
        client.get(url("session_propose", pairing))
