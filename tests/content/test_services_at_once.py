"""A change of the catalogue while plans are being made is not lost on them."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from content import compute, services
from content.models import Plan
from tests.company import NOON, give, module, observe, person, role, skill
from tests.company import compute as compute_gaps

SECONDS = 20
SOMEBODY_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(SOMEBODY_WAITS)
        return cursor.fetchone()[0]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_is_published_while_a_plan_is_made_makes_it_stale_afterwards(monkeypatch):
    abena = person()
    give(abena, role(Empathy=3))
    observe(abena, skill("Empathy"), 1)
    compute_gaps(abena)
    services.refresh_plans(person_ids=[abena.pk], as_of=NOON)
    draft = module("Worry before question", skill("Empathy"), 1, 3, status="draft")
    plan_learning = compute.plan_learning
    publishing = []

    def publish() -> None:
        try:
            services.publish_module(module=draft, published_at=NOON + timedelta(hours=1))
        finally:
            connection.close()

    def meanwhile(*arguments):
        """The catalogue is read by now: publish, and go on once that is done or waits for this plan."""
        publishing.append(pool.submit(publish))
        until = time.monotonic() + SECONDS
        while not (publishing[0].done() or somebody_waits()) and time.monotonic() < until:
            time.sleep(0.02)
        return plan_learning(*arguments)

    monkeypatch.setattr(compute, "plan_learning", meanwhile)
    with ThreadPoolExecutor() as pool:
        services.refresh_plans(person_ids=[abena.pk], as_of=NOON)
        publishing[0].result(SECONDS)
    assert Plan.objects.get(person=abena).stale_at == NOON + timedelta(hours=1)
    assert services.people_with_stale_plans(NOON) == [abena.pk]
