"""The mails of the demo company: what was told, each sent at the moment at which it was due."""

from datetime import UTC, date, datetime, time, timedelta

from assessments.gaps.services import tell_before_evidence_expires
from content.planning.services import tell_plans_of_the_week
from demo.dates import workday_before
from demo.outbox import kept_at
from demo.services.digests import tell_digests
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import Way, all_ways
from lifow.notifications.services import send_next
from mentoring.pairings.services import tell_before_ends

AT_NIGHT, NOON = time(2), time(12)


def tell_of_the_week(*, as_of: datetime) -> int:
    """What nightly jobs tell: on Monday the plans of the week, on the last workday what ends or runs out."""
    day = as_of.date()
    monday = _moment(day - timedelta(days=day.weekday()), NOON)
    last_night = _moment(workday_before(day, 1), AT_NIGHT)
    told = tell_plans_of_the_week(as_of=min(monday, as_of)) + tell_digests(as_of=as_of)
    return told + tell_before_ends(as_of=last_night) + tell_before_evidence_expires(as_of=last_night)


def send_mails(*, as_of: datetime) -> int:
    """Send what was due until now, as if it were sent then: in the hours of its receiver; how many mails.

    While no worker runs, which would send all of it now.
    """
    return sum(_send_on(way, as_of) for way in all_ways())


def _send_on(way: Way, as_of: datetime) -> int:
    sent = 0
    with way.opened():
        while (first := Dispatch.objects.due(way.key, as_of).order_by("due_at", "pk").first()) is not None:
            with kept_at(first.due_at):
                sent += send_next(person_id=first.receiver_id, way=way, as_of=first.due_at)
    return sent


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, UTC)
