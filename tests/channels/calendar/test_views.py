"""The address of a feed: a secret that is told once, shows one calendar, and ends at once."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from channels.calendar.models import CalendarFeed
from channels.calendar.services import connect_calendar
from channels.registry import find_integration
from tests.company import person
from tests.mentoring.programme import leaves

pytestmark = pytest.mark.django_db
PAGE = "/settings/calendar/"


@pytest.fixture
def somebody():
    return person("Abena Osei")


def address(who) -> str:
    token = connect_calendar(person=who, as_of=timezone.now())
    return reverse("channels:calendar_feed", args=[token])


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who)
    return client


def test_an_address_is_made_shown_once_and_read_without_signing_in(somebody):
    client = signed_in(somebody)
    made = client.post(PAGE, {"connect": "1"})
    (path,) = re.findall(r'value="http[^"]*?(/calendar/[^"]+\.ics)"', made.content.decode())
    assert "no-store" in made["Cache-Control"]
    again = client.get(PAGE).content.decode()
    assert path not in again
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    secret = path.split("/")[-1].removesuffix(".ics")
    assert secret not in str(CalendarFeed.objects.values())
    assert "last read" in client.get(PAGE).content.decode()


def test_what_has_not_changed_is_not_sent_again(somebody):
    path = address(somebody)
    etag = Client().get(path)["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        answer = Client().get(path, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    assert Client().get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_new_address_ends_the_old_one_and_ending_ends_both(somebody):
    old = address(somebody)
    new = address(somebody)
    assert [Client().get(one).status_code for one in (old, new)] == [404, 200]
    for _twice in range(2):
        assert signed_in(somebody).post(PAGE, {"end": "1"}).status_code == 302
    assert Client().get(new).status_code == 404


def test_it_is_one_of_the_connections_and_ends_there(somebody):
    path = address(somebody)
    (shown,) = find_integration("calendar").connections_of(somebody)
    assert find_integration("calendar").connections_of(person("Kofi Mensah")) == []
    client = signed_in(person("Eva Berg"))
    end = {"integration": "calendar", "connection": shown.id}
    client.post(reverse("channels:disconnect"), end)
    assert Client().get(path).status_code == 200, "somebody else's"
    signed_in(somebody).post(reverse("channels:disconnect"), end)
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("how", ["left", "closed"])
def test_a_leaver_s_address_shows_nothing_from_that_moment_on(somebody, how):
    path = address(somebody)
    if how == "left":
        leaves(somebody)
    else:
        somebody.is_active = False
        somebody.save()
    assert Client().get(path).status_code == 404
    if how == "closed":
        assert find_integration("calendar").disconnect_closed_accounts(as_of=timezone.now()) == 1


def test_a_program_that_asks_all_the_time_is_told_to_wait(somebody):
    path = address(somebody)
    answers = [Client().get(path) for _time in range(21)]
    assert {one.status_code for one in answers[:-1]} <= {200, 429}
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    cache.clear()
    guesses = {Client().get(f"/calendar/guess{number}.ics").status_code for number in range(22)}
    assert guesses == {404, 429}


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "é", "..", "a.b"])
def test_an_address_that_is_none_is_not_found(token):
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


@pytest.mark.parametrize("fields", [{"time_of_day": "night"}, {}])
def test_what_cannot_be_chosen_is_said(somebody, fields):
    address(somebody)
    assert signed_in(somebody).post(PAGE, fields).status_code == 422


def test_what_it_shows_is_chosen(somebody):
    address(somebody)
    fields = {"time_of_day": "end", "shows_sessions": "on", "is_busy": "on"}
    signed_in(somebody).post(PAGE, fields)
    found = CalendarFeed.objects.get()
    assert (found.shows_sessions, found.shows_learning, found.is_busy) == (True, False, True)
    signed_in(somebody).post(PAGE, {"end": "1"})
    told = signed_in(somebody).post(PAGE, fields, follow=True).content.decode()
    assert "Make a new address first" in told


def test_nobody_writes_to_an_address(somebody):
    assert Client().post(address(somebody)).status_code == 405
