"""Abena, who wants the digest: a plan with a module and a question, and questions about her skills."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.test import Client
from django.utils import timezone

from channels.digest.models import WeekDigest
from channels.digest.services import choose_digest, tell_digest
from content.planning.services import refresh_plans
from lifow.notifications.mail import EMAIL
from lifow.notifications.registry import Way, all_ways
from lifow.notifications.services import send_next
from lifow.people.persons.models import Person
from tests.backing.worlds import world
from tests.company import compute, give, module, observe, person, role, skill
from tests.item_bank import items

SITE = "https://lifow.larkfield.example"
# A Monday; people of the tests work from 9 to 17.
MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def learner(name: str = "Abena Osei", **fields: Any) -> Person:
    """Somebody who wants the digest, with a gap, something unknown, and a plan for both."""
    made = person(name, **fields)
    give(made, role("Support of " + name, Refund_policy=3, SQL=2))
    observe(made, skill("Refund policy"), 1, observed_at=MONDAY - DAY)
    compute(made, as_of=MONDAY - DAY)
    refresh_plans(person_ids=[made.pk], as_of=MONDAY - DAY)
    choose_digest(person=made, is_on=True, weekday=None, as_of=MONDAY - DAY)
    return made


def catalogue() -> None:
    items(skill("SQL"))
    module("The refund change", skill("Refund policy"), 1, 3, minutes=6)


@world
def abena() -> Person:
    catalogue()
    return learner()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[datetime], None]:
    """`clock(moment)` sets it; it stands at Monday morning."""
    settings.SITE_URL = SITE

    def stands_at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stands_at(MONDAY)
    return stands_at


@pytest.fixture
def email() -> Way:
    return next(way for way in all_ways() if way.key == EMAIL)


@pytest.fixture
def mailed(email: Way) -> Callable[..., Any]:
    """`mailed(abena)`: her digest as it was mailed."""

    def told_and_sent(who: Person, as_of: datetime = MONDAY) -> Any:
        assert tell_digest(person_id=who.pk, as_of=as_of)
        assert send_next(person_id=who.pk, way=email, as_of=as_of)
        return django_mail.outbox[-1]

    return told_and_sent


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    def client_of(who: Person) -> Client:
        client = Client()
        client.force_login(who)
        return client

    return client_of


def links(mail: Any) -> list[str]:
    """The paths of the links that act, in the order of the mail."""
    found = re.findall(rf'href="{SITE}(/digest/[^"]+)"', mail.alternatives[0].content)
    return list(dict.fromkeys(found))


def digest_of(who: Person) -> WeekDigest:
    return WeekDigest.objects.get(person=who)
