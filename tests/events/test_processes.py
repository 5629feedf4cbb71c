"""Real processes: a drain is killed, and a hint is lost."""

import signal
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from lifow.celery import app
from lifow.events import services
from lifow.events.models import Delivery
from tests.backing.processes import wait_until
from tests.events.event_types import PersonLeft
from tests.events.writing import subscribe_to_leavers, times_handled

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _subscribed() -> None:
    subscribe_to_leavers()


def left(*person_ids: int) -> None:
    """Publish that these people have left, and tell a worker."""
    with transaction.atomic():
        services.publish(*map(PersonLeft, person_ids), occurred_at=timezone.now())


def test_a_drain_killed_between_handling_and_marking_is_done_again_exactly_once(start):
    left(7)
    killed = start("-m", "tests.events.killed_drain")
    assert killed.wait() == -signal.SIGKILL, killed.output()
    assert "handled 1 time" in killed.output()
    waiting = Delivery.objects.waiting().get()
    assert (waiting.attempts, waiting.last_error) == (1, services.NOT_ENDED)
    assert times_handled(7) == 0, "what the handler wrote went with the mark"
    soon = timezone.now() + timedelta(minutes=1)
    assert services.deliver_due(as_of=soon, limit=10).delivered == 1
    assert services.deliver_due(as_of=soon + timedelta(hours=1), limit=10).delivered == 0
    assert times_handled(7) == 1
    assert Delivery.objects.get().delivered_at == soon


def test_where_the_broker_has_lost_the_hint_the_sweep_delivers(worker, monkeypatch):
    left(7)
    app.control.purge()
    monkeypatch.setenv("LIFOW_SWEEP_SECONDS", "1")
    sweeping = worker("-B", "-I", "tests.events.subscriber")
    wait_until(lambda: Delivery.objects.filter(delivered_at__isnull=False).exists(), sweeping.output)
    assert times_handled(7) == 1
