"""The company of the month: some work by night or on other days, many are away, each chose how to be told."""

import random
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from benchmarks import company, paged_company

if TYPE_CHECKING:
    from tests.channels.push.browsers import Browser

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland")
WITH_DEVICE, WITH_SLACK, AWAY, WITH_DIGEST = 0.4, 0.3, 0.2, 0.5
NIGHT = {"work_starts_at": time(20), "work_ends_at": time(4)}
SUNDAY_TO_THURSDAY = {"workdays": 0b1001111}


def fill(people: int, first: date, days: int, chance: random.Random) -> dict[str, "Browser"]:
    """Fill the database; the browsers of the people's devices, by the path of their push service."""
    paged_company.fill(people)
    _give_hours(chance)
    _send_on_leave(first, days, chance)
    _choose(chance)
    _begin_pairings(first, days)
    _connect_slack(chance)
    browsers = _connect_devices(chance)
    company.settle()
    return browsers


def _give_hours(chance: random.Random) -> None:
    from lifow.people.persons.models import Person

    everyone = list(Person.objects.order_by("pk"))
    for number, one in enumerate(everyone):
        one.timezone = ZONES[number % len(ZONES)]
        hours: Mapping[str, object] = chance.choice([{}, {}, {}, {}, NIGHT, SUNDAY_TO_THURSDAY])
        for name, value in hours.items():
            setattr(one, name, value)
    Person.objects.bulk_update(everyone, ["timezone", "workdays", "work_starts_at", "work_ends_at"])


def _send_on_leave(first: date, days: int, chance: random.Random) -> None:
    """A fifth is away for some days, and back before the month is over."""
    from lifow.people.persons.models import Employment

    for row in Employment.objects.filter(ends_on__isnull=True).order_by("pk"):
        if chance.random() > AWAY:
            continue
        begins = first + timedelta(days=chance.randrange(0, max(1, days - 8)))
        back_by = max(begins, first + timedelta(days=days - 2))
        ends = min(begins + timedelta(days=chance.randrange(1, 8)), back_by)
        fields = {
            "person_id": row.person_id,
            "org_unit_id": row.org_unit_id,
            "job_code": row.job_code,
            "job_title": row.job_title,
        }
        row.ends_on = begins - timedelta(days=1)
        row.save()
        Employment.objects.create(**fields, status="leave", starts_on=begins, ends_on=ends)
        Employment.objects.create(**fields, starts_on=ends + timedelta(days=1))


def _choose(chance: random.Random) -> None:
    """Most are told one at a time; half have the week's digest where there is one."""
    from django.utils import timezone

    from lifow.notifications.compute import Collecting
    from lifow.notifications.registry import find_kind
    from lifow.notifications.services import save_preferences
    from lifow.people.persons.models import Person

    kinds = [Collecting.SINGLE] * 6 + [Collecting.DAILY] * 3 + [Collecting.WEEKLY]
    has_digest = find_kind("week_digest") is not None
    for one in Person.objects.order_by("pk"):
        wants = has_digest and chance.random() < WITH_DIGEST
        switched = {("week_digest", "email"): True} if wants else {}
        save_preferences(person=one, collecting=chance.choice(kinds), switched=switched, as_of=timezone.now())


def _begin_pairings(first: date, days: int) -> None:
    from mentoring.pairings.models import Pairing

    ends = first + timedelta(days=days * 3)
    Pairing.objects.filter(state="active").update(closes_on=ends)


def _connect_slack(chance: random.Random) -> None:
    from django.utils import timezone

    from channels.slack.choices import SLACK
    from channels.slack.encryption import encrypted
    from channels.slack.models import SlackInstallation
    from channels.slack.reports import Proposal
    from channels.slack.services import link_account
    from lifow.people.persons.models import Person

    team, now = "T0LARKFIELD", timezone.now()
    SlackInstallation.objects.create(
        team_id=team, team_name=SLACK, bot_token=encrypted("xoxb-month"), installed_at=now
    )
    for one in Person.objects.order_by("pk"):
        if chance.random() < WITH_SLACK:
            proposal = Proposal(team, f"U{one.pk}", one.public_id)
            link_account(person=one, proposal=proposal, as_of=now)


def _connect_devices(chance: random.Random) -> dict[str, "Browser"]:
    from django.utils import timezone

    from channels.push.services import subscribe_device
    from lifow.people.persons.models import Person
    from tests.channels.push.browsers import Browser

    browsers = {}
    for one in Person.objects.order_by("pk"):
        if chance.random() > WITH_DEVICE:
            continue
        for number in range(chance.choice([1, 1, 2])):
            path = f"/{one.pk}-{number}"
            browser = browsers[path] = Browser(f"https://push.example{path}")
            subscribe_device(person=one, name="Phone", as_of=timezone.now(), **browser.subscription)
    return browsers


def moment(day: date) -> datetime:
    """Where a day begins, in UTC."""
    return datetime.combine(day, time.min, UTC)
