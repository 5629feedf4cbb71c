"""Steps of sessions in few words."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from lifow.events.models import Event
from lifow.events.registry import subscription_named
from lifow.events.types import from_payload
from lifow.people.persons.models import Employment, Person
from mentoring.pairings.models import Pairing
from mentoring.sessions.models import Session
from mentoring.sessions.services import pick_time, propose_times

MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)


def on(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A moment of March 2026, or of another month."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def proposed(
    pairing: Pairing, by: Person, *starts: datetime, minutes: int = 30, as_of: datetime = MONDAY
) -> Session:
    return propose_times(pairing=pairing, by=by, starts=starts, minutes=minutes, as_of=as_of)


def booked(pairing: Pairing, start: datetime, *, minutes: int = 30, as_of: datetime = MONDAY) -> Session:
    """A session that the learner has proposed and the mentor has picked."""
    session = proposed(pairing, pairing.mentee, start, minutes=minutes, as_of=as_of)
    return pick_time(session=session, by=pairing.mentor, starts_at=start, as_of=as_of)


def on_leave(who: Person, first: datetime, last: datetime | None) -> None:
    """Somebody is away from a day to a day."""
    row = Employment.objects.get(person=who, ends_on__isnull=True)
    row.ends_on = first.date() - timedelta(days=1)
    row.save()
    fields = {"org_unit": row.org_unit, "job_code": row.job_code, "job_title": row.job_title}
    Employment.objects.create(
        person=who,
        status="leave",
        starts_on=first.date(),
        ends_on=last.date() if last else None,
        **fields,
    )
    if last:
        Employment.objects.create(person=who, starts_on=last.date() + timedelta(days=1), **fields)


def starts_of(session: Session) -> Sequence[datetime]:
    return list(session.slots.order_by("starts_at").values_list("starts_at", flat=True))


def deliver(kind: str, subscription: str) -> None:
    """Have a subscription hear of each event of a type, twice."""
    for _twice in range(2):
        for row in Event.objects.filter(type=kind).order_by("pk"):
            event = from_payload(row.type, row.payload)
            subscription_named(subscription).handler(event, occurred_at=row.occurred_at)
