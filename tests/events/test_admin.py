"""HR looks at events and their deliveries, and has what was set aside tried again."""

import pytest
from django.urls import reverse

from lifow.events.models import Delivery, Event
from tests.company import NOON, person

pytestmark = pytest.mark.django_db
REASON = "ValueError: no such seat"


@pytest.fixture
def hr(client):
    client.force_login(person("Ruth Amankwah", is_hr_admin=True, is_staff=True))
    return client


@pytest.fixture
def deliveries() -> list[Delivery]:
    """One that was set aside and one that is done."""
    event = Event.objects.create(type="tests.person.left", payload={"person_id": 7}, occurred_at=NOON)
    aside = Delivery(subscription="mentoring.close", attempts=3, set_aside_at=NOON, last_error=REASON)
    done = Delivery(subscription="content.forget", attempts=1, delivered_at=NOON)
    for one in (aside, done):
        one.event = event
        one.save()
    return [aside, done]


def test_what_was_set_aside_is_listed_with_its_reason(hr, deliveries):
    page = hr.get(reverse("admin:events_delivery_changelist"), {"set_aside_at__isempty": "0"})
    assert REASON in page.content.decode()
    assert list(page.context["cl"].queryset) == deliveries[:1]
    of_the_event = hr.get(reverse("admin:events_event_change", args=[deliveries[0].event_id]))
    assert REASON in of_the_event.content.decode()


def test_what_was_set_aside_is_tried_again_and_what_is_done_is_not(hr, deliveries, sent):
    chosen = {"action": "try_again", "_selected_action": [one.pk for one in deliveries]}
    answer = hr.post(reverse("admin:events_delivery_changelist"), chosen, follow=True)
    assert "1 delivery is tried again." in answer.content.decode()
    assert Delivery.objects.waiting().get().subscription == "mentoring.close"


def test_nobody_changes_them(hr, deliveries):
    for page in ("change", "delete"):
        for one in (*deliveries, deliveries[0].event):
            url = reverse(f"admin:events_{one._meta.model_name}_{page}", args=[one.pk])
            assert hr.post(url, {"post": "yes"}).status_code == 403
