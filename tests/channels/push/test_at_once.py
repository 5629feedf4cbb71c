"""The same browser subscribes several times at the same moment."""

import pytest

from channels.push.models import Device
from channels.push.services import subscribe_device
from tests.channels.push.browsers import Browser
from tests.company import NOON, person
from tests.concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_browser_that_subscribes_six_times_at_once_is_one_device():
    abena, browser = person("Abena Osei"), Browser("https://push.example/one")

    def subscribe() -> Device:
        return subscribe_device(person=abena, name="Phone", as_of=NOON, **browser.subscription)

    outcomes = at_once([subscribe] * 6)
    assert {one.pk for one in outcomes} == {Device.objects.get().pk}


def test_two_people_on_one_browser_at_once_leave_it_to_one_of_them():
    both, browser = [person("Abena Osei"), person("Kofi Mensah")], Browser("https://push.example/one")
    steps = [
        lambda who=who: subscribe_device(person=who, name="PC", as_of=NOON, **browser.subscription)
        for who in both * 2
    ]
    at_once(steps)
    assert Device.objects.get().person in both
