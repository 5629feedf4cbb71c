"""What people are told comes to their devices: encrypted for each, in hours, once."""

from datetime import UTC, datetime, timedelta

import pytest
from http_ece import ECEException
from py_vapid import Vapid02

from channels.push.keys import private_key, public_key
from channels.push.models import Device
from channels.push.services import PUSH, subscribe_device
from lifow.base import outgoing
from lifow.notifications.choices import DispatchState
from lifow.notifications.kinds import TEST_MESSAGE
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import all_ways
from lifow.notifications.services import notify, send_next
from tests.backing.worlds import world
from tests.channels.push.browsers import Browser
from tests.company import person

pytestmark = pytest.mark.django_db
# A Wednesday; Abena works from 9 to 17 in Berlin, where it is 11.
MORNING = datetime(2026, 3, 4, 10, tzinfo=UTC)
NIGHT = datetime(2026, 3, 4, 1, tzinfo=UTC)


@world
def abena():
    return person("Abena Osei", timezone="Europe/Berlin")


@pytest.fixture
def phone(abena):
    return connected(abena, "phone")


def connected(whose, name):
    browser = Browser(f"https://push.example/{name}")
    subscribe_device(person=whose, name=name, as_of=MORNING, **browser.subscription)
    return browser


def told(abena, as_of=MORNING):
    notify(person=abena, kind=TEST_MESSAGE, refs={}, key="one", as_of=as_of)
    return Dispatch.objects.get(way=PUSH)


def send(abena, as_of=MORNING):
    [way] = [one for one in all_ways() if one.key == PUSH]
    return send_next(person_id=abena.pk, way=way, as_of=as_of)


def test_a_device_alone_can_read_what_it_is_sent(abena, phone, push_service):
    dispatch = told(abena)
    assert send(abena)
    [(path, _headers, body)] = push_service.taken
    said = phone.read(body)
    dispatch.refresh_from_db()
    assert path == "/phone"
    assert said["title"] == "This is how messages reach you"
    assert said["url"].endswith(f"/inbox/{dispatch.message.public_id}/?way=push")
    assert said["tag"] == dispatch.delivery_id
    assert dispatch.state == DispatchState.SENT
    assert b"messages" not in body
    with pytest.raises((ECEException, ValueError)):
        Browser("https://push.example/other").read(body)


def test_the_push_service_knows_who_sends(abena, phone, push_service):
    told(abena)
    send(abena)
    [(_path, headers, _body)] = push_service.taken
    assert Vapid02.verify(headers["Authorization"])
    assert headers["Authorization"].endswith(f"k={public_key()}")
    assert (headers["TTL"], headers["Urgency"], headers["Content-Encoding"]) == ("86400", "low", "aes128gcm")


def test_the_key_is_the_same_in_every_process_and_another_with_another_secret(settings):
    before = private_key().private_numbers().private_value
    assert private_key().private_numbers().private_value == before
    settings.SECRET_KEY = "another"
    assert private_key().private_numbers().private_value != before


def test_each_device_is_sent_it_and_one_that_has_ended_is_forgotten(abena, phone, push_service):
    laptop = connected(abena, "laptop")
    push_service.statuses["/phone"] = 410
    told(abena)
    send(abena)
    assert {path for path, _headers, _body in push_service.taken} == {"/phone", "/laptop"}
    assert [one.endpoint for one in Device.objects.all()] == [laptop.endpoint]
    assert Device.objects.get().used_at is not None
    assert Dispatch.objects.get(way=PUSH).state == DispatchState.SENT


def test_it_goes_again_with_the_same_topic_and_tag_where_the_service_is_away(abena, phone, push_service):
    push_service.statuses["/phone"] = 503
    told(abena)
    send(abena)
    dispatch = Dispatch.objects.get(way=PUSH)
    assert (dispatch.state, dispatch.attempts) == (DispatchState.SENDING, 1)
    assert "503" in dispatch.last_error
    push_service.statuses.clear()
    send(abena, MORNING + timedelta(hours=1))
    first, second = push_service.taken
    assert first[1]["Topic"] == second[1]["Topic"]
    assert phone.read(first[2])["tag"] == phone.read(second[2])["tag"]
    assert Dispatch.objects.get(way=PUSH).state == DispatchState.SENT


def test_a_service_that_hangs_up_is_tried_again_later(abena, phone, push_service):
    push_service.statuses["/phone"] = 0
    told(abena)
    send(abena)
    assert Dispatch.objects.get(way=PUSH).due_at > MORNING
    assert Device.objects.exists()


@pytest.mark.parametrize("status", [400, 401, 403, 413])
def test_what_a_service_refuses_for_good_is_set_aside_with_the_reason(abena, phone, push_service, status):
    push_service.statuses["/phone"] = status
    told(abena)
    send(abena)
    dispatch = Dispatch.objects.get(way=PUSH)
    assert dispatch.state == DispatchState.FAILED
    assert str(status) in dispatch.last_error


def test_nobody_is_led_elsewhere_by_a_redirect(abena, phone, push_service):
    push_service.statuses["/phone"] = 307
    told(abena)
    send(abena)
    assert len(push_service.taken) == 1
    assert Dispatch.objects.get(way=PUSH).state != DispatchState.SENT


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "169.254.169.254", "localhost"])
def test_nothing_is_sent_inside(abena, host, monkeypatch):
    def connect(*_arguments, **_options):
        raise AssertionError("connected")

    monkeypatch.setattr(outgoing.socket, "create_connection", connect)
    browser = Browser(f"https://{host}/phone")
    subscribe_device(person=abena, name="phone", as_of=MORNING, **browser.subscription)
    told(abena)
    send(abena)
    assert Dispatch.objects.get(way=PUSH).state == DispatchState.FAILED


@pytest.mark.parametrize(
    "stored",
    [{"endpoint": "https://[::1]/"}, {"endpoint": "no"}, {"public_key": "é"}, {"auth_secret": ""}],
    ids=str,
)
def test_a_device_of_which_nonsense_is_kept_keeps_nothing_from_the_others(abena, phone, push_service, stored):
    Device.objects.update(**stored)
    laptop = connected(abena, "laptop")
    told(abena)
    send(abena)
    [(_path, _headers, body)] = push_service.taken
    assert laptop.read(body)["title"]
    assert Dispatch.objects.get(way=PUSH).state == DispatchState.SENT


def test_a_device_is_silent_by_night(abena, phone, push_service):
    told(abena, NIGHT)
    assert not send(abena, NIGHT)
    assert push_service.taken == []
    assert send(abena, MORNING)


def test_nothing_goes_to_the_devices_of_somebody_who_has_left(abena, phone, push_service):
    told(abena)
    abena.is_active = False
    abena.save()
    assert not send(abena)
    assert push_service.taken == []


def test_nothing_is_sent_where_no_device_is_connected(abena, push_service):
    told(abena)
    assert not send(abena)
    assert Dispatch.objects.get(way=PUSH).state == DispatchState.DROPPED
