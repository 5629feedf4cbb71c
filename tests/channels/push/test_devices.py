"""Browsers subscribe to what their person is told, and end it."""

import pytest
from django.urls import reverse

from channels.push.models import Device
from channels.push.services import MOST_DEVICES, PUSH, SubscriptionError, subscribe_device
from channels.push.user_agents import name_of
from lifow.notifications.registry import all_kinds
from lifow.notifications.reports import choices_of, ways_offered_to
from tests.backing.worlds import world
from tests.channels.push.browsers import Browser
from tests.company import NOON, person

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36"
)


@world
def abena():
    return person("Abena Osei")


@pytest.fixture
def browser():
    return Browser("https://push.example/one")


def subscribe(client, browser, **other):
    return client.post(reverse("channels:subscribe_device"), {**browser.subscription, **other})


def test_a_browser_subscribes_under_the_name_of_its_device(client, abena, browser):
    client.force_login(abena)
    address = reverse("channels:subscribe_device")
    assert client.post(address, browser.subscription, headers={"user-agent": PHONE}).status_code == 204
    device = Device.objects.get()
    assert (device.person, device.name, device.endpoint) == (abena, "Chrome on Android", browser.endpoint)
    assert "Chrome on Android" in client.get(reverse("channels:connections")).content.decode()


def test_a_browser_that_subscribes_again_is_one_device(client, abena, browser):
    client.force_login(abena)
    assert [subscribe(client, browser).status_code for _time in range(2)] == [204, 204]
    assert Device.objects.count() == 1


def test_a_browser_belongs_to_whoever_subscribes_last(client, abena, browser):
    kofi = person("Kofi Mensah")
    for each in (abena, kofi):
        client.force_login(each)
        subscribe(client, browser)
    assert [one.person for one in Device.objects.all()] == [kofi]


def test_of_more_than_ten_devices_the_oldest_goes(abena):
    for number in range(MOST_DEVICES + 2):
        one = Browser(f"https://push.example/{number}")
        subscribe_device(person=abena, name=str(number), as_of=NOON, **one.subscription)
    assert sorted(int(one.name) for one in Device.objects.all()) == list(range(2, MOST_DEVICES + 2))


def test_the_first_device_switches_on_what_waits_and_preferences_ask_about_it(client, abena, browser):
    assert PUSH not in [way.key for way in ways_offered_to(abena)]
    client.force_login(abena)
    subscribe(client, browser)
    choices = choices_of([abena.pk])[abena.pk]
    optional = [kind for kind in all_kinds() if kind.may_be_off]
    assert {kind.key for kind in optional if choices.is_on(kind, PUSH)} == {
        kind.key for kind in optional if kind.is_act
    }
    assert PUSH in [way.key for way in ways_offered_to(abena)]
    assert "Device" in client.get(reverse("notifications:settings")).content.decode()


def test_what_was_switched_off_stays_off_when_another_device_is_added(client, abena, browser):
    client.force_login(abena)
    subscribe(client, browser)
    page = reverse("notifications:settings")
    form = client.get(page).context["hours"]
    said = {name: form[name].value() for name in form.fields}
    client.post(
        page, {**{name: value for name, value in said.items() if value is not None}, "collecting": "single"}
    )
    subscribe(client, Browser("https://push.example/two"))
    choices = choices_of([abena.pk])[abena.pk]
    assert not any(choices.is_on(kind, PUSH) for kind in all_kinds() if kind.may_be_off)


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/one"},
        {"endpoint": "https://"},
        {"endpoint": "https://[push"},
        {"endpoint": "https://[::1]/one"},
        {"endpoint": "https://push.example:6379/one"},
        {"endpoint": "https://push.example/\nHost: other"},
        {"endpoint": "https://push.example/" + "a" * 1000},
        {"endpoint": ""},
        {"public_key": "AAAA"},
        {"public_key": "é"},
        {"public_key": ""},
        {"auth_secret": "AAAA"},
        {"auth_secret": "!"},
    ],
    ids=str,
)
def test_what_nothing_could_be_sent_to_is_refused_with_the_reason(client, abena, browser, wrong):
    client.force_login(abena)
    refused = subscribe(client, browser, **wrong)
    assert refused.status_code == 422
    assert refused.content
    assert not Device.objects.exists()


def test_the_service_refuses_it_too(abena, browser):
    with pytest.raises(SubscriptionError, match="address"):
        subscribe_device(
            person=abena, name="", as_of=NOON, **{**browser.subscription, "endpoint": "https://a b/"}
        )


def test_a_device_is_disconnected_once_and_by_its_person_alone(client, abena, browser):
    client.force_login(abena)
    subscribe(client, browser)
    said = {"integration": PUSH, "connection": Device.objects.get().public_id}
    client.force_login(person("Kofi Mensah"))
    client.post(reverse("channels:disconnect"), said)
    assert Device.objects.exists()
    client.force_login(abena)
    for _time in range(2):
        assert client.post(reverse("channels:disconnect"), said).status_code == 302
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (PHONE, "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        ("", "A browser"),
    ],
)
def test_a_device_is_called_what_its_person_calls_it(user_agent, name):
    assert name_of(user_agent) == name
