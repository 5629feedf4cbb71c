"""What the demo's people do through other channels than pages: assistants, calendars, mails, the search."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.conf import settings
from django.urls import reverse
from django_mcpz.oauth.models import AccessToken, RefreshToken
from django_mcpz.oauth.models import Client as Program

from channels.calendar.services import connect_calendar
from channels.figures.services import set_learning_cost
from channels.usage.choices import Outcome
from channels.usage.models import CountedUse, DailyUse
from channels.usage.services import add_up_uses, count_use
from demo.company_files import Company
from demo.services.roster import people_of
from lifow.base.channels import Channel
from lifow.base.passages.services import note_opening
from lifow.notifications.models import Dispatch
from lifow.notifications.services import mark_opened, mark_read
from lifow.people.persons.models import Person

DAYS = 180
"""As many as HR's figures look back: 90, and the 90 before."""
NOON = time(12)
CALENDARS, ASSISTANTS = 14, 9
"""How many people have connected one."""
COST, CURRENCY = Decimal("46.00"), "EUR"
FOR_DAYS = timedelta(days=30)
ACCESS_FOR, CONNECTED_FOR = timedelta(hours=1), timedelta(days=90)
# One in so many of what was learned and asked came through each of these.
LEARNED_THROUGH = (Channel.PORTAL, Channel.PORTAL, Channel.MAIL, Channel.PORTAL, Channel.ASSISTANT)
ASKED_THROUGH = (Channel.PORTAL, Channel.PORTAL, Channel.ASSISTANT)
OPENED_OF_FIVE = 2
LEFT_FOR = timedelta(days=3)


def load_channels(company: Company, as_of: datetime) -> int:
    """Connect calendars and assistants, and count what was shown through them, and how long searches took.

    How many uses of channels are counted; nothing where any is.
    """
    if DailyUse.objects.exists() or CountedUse.objects.exists():
        return 0
    people = [people_of(company)[key] for key in sorted(people_of(company))]
    at_work = [one for one in people if one.is_active]
    for person in at_work[::3][:CALENDARS]:
        connect_calendar(person=person, as_of=as_of - FOR_DAYS)
    _connect_assistants(at_work[1::4][:ASSISTANTS])
    set_learning_cost(an_hour=COST, currency=CURRENCY)
    random = Random(f"{company.seed}/channels")  # noqa: S311 (no secret)
    for day in _workdays(as_of.date()):
        _search(day, random)
        _ask_assistants(day, random)
    return add_up_uses()


def open_mails(company: Company, as_of: datetime) -> int:
    """Have people follow the links of some of their mails of before this week; how many.

    Those as whom one looks around have theirs before them.
    """
    tour = {entry["employee"] for entry in company.tour}
    others = [person.pk for key, person in people_of(company).items() if key not in tour]
    sent = Dispatch.objects.filter(state=Dispatch.State.SENT, opened_at__isnull=True, receiver__in=others)
    old = sent.filter(sent_at__lt=as_of - LEFT_FOR).select_related("message").order_by("pk")
    opened = [row for place, row in enumerate(old) if place % 5 < OPENED_OF_FIVE]
    for row in opened:
        at = (row.sent_at or row.due_at) + timedelta(minutes=25)
        mark_opened(message=row.message, way=row.way, as_of=at)
        mark_read(message=row.message, as_of=at)
    return len(opened)


def _connect_assistants(people: Sequence[Person]) -> None:
    program, _is_new = Program.objects.get_or_create(
        client_id="demo-desk-assistant",
        defaults={
            "name": "Desk assistant",
            "kind": Program.Kind.REGISTERED,
            "redirect_uris": ["http://127.0.0.1/callback"],
        },
    )
    for person in people:
        given = {
            "client": program,
            "user": person,
            "resource": f"{settings.SITE_URL}{reverse('channels:mcp')}",
            "scope": "learning:read search:read",
        }
        access, _value = AccessToken.create(lifetime=ACCESS_FOR, **given)
        RefreshToken.create(lifetime=CONNECTED_FOR, access_token=access, **given)


def _search(day: date, random: Random) -> None:
    """A few searches a day, most of them quick."""
    for _search in range(random.randrange(3, 9)):
        note_opening(seconds=random.lognormvariate(2.1, 0.6), day=day)


def _ask_assistants(day: date, random: Random) -> None:
    """Answers, and now and then something that an assistant did once its person had agreed, or not."""
    at = datetime.combine(day, NOON, UTC)
    told = {
        Outcome.SHOWN: random.randrange(4, 15),
        Outcome.TAKEN: random.randrange(3),
        Outcome.DISMISSED: random.randrange(2),
    }
    for outcome, number in told.items():
        count_use(channel=Channel.ASSISTANT, outcome=outcome, as_of=at, number=number)


def _workdays(today: date) -> Iterator[date]:
    days = (today - timedelta(days=back) for back in range(DAYS, 0, -1))
    return (day for day in days if day.isoweekday() <= 5)
