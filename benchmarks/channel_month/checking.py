"""What the servers took, held against hours, leave and the cap, and against the rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.channel_month.outside import Taken

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Worker:
    """When somebody works, as their row says; the days of their leave."""

    zone: ZoneInfo
    starts_at: time
    ends_at: time
    workdays: int
    away: tuple[tuple[date, date], ...]

    def day_of(self, moment: datetime) -> date:
        """The day that a moment belongs to: by night the one on which the work has started."""
        local = moment.astimezone(self.zone)
        is_overnight = self.ends_at <= self.starts_at
        return local.date() - DAY * int(is_overnight and local.time() < self.ends_at)

    def is_at_work(self, moment: datetime) -> bool:
        """Whether the clock on their wall shows a time of their work, on a day of theirs."""
        clock, day = moment.astimezone(self.zone).time(), self.day_of(moment)
        if self.ends_at <= self.starts_at:
            in_hours = clock >= self.starts_at or clock < self.ends_at
        else:
            in_hours = self.starts_at <= clock < self.ends_at
        is_away = any(first <= day <= last for first, last in self.away)
        return in_hours and bool(self.workdays >> day.weekday() & 1) and not is_away


def workers() -> dict[int, Worker]:
    """Everybody's hours and leave, by id."""
    from lifow.people.persons.models import Employment, Person

    away: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for row in Employment.objects.filter(status="leave"):
        away[row.person_id].append((row.starts_on, row.ends_on or date.max))
    return {
        one.pk: Worker(
            ZoneInfo(one.timezone), one.work_starts_at, one.work_ends_at, one.workdays, tuple(away[one.pk])
        )
        for one in Person.objects.all()
    }


def problems(taken: Sequence[Taken], kills: int, cap: int) -> list[str]:
    """What is not as it has to be, a sentence each; nothing where all is well."""
    from lifow.notifications.models import Dispatch

    rows = list(Dispatch.objects.select_related("message").order_by("pk"))
    sent = {row.delivery_id: row for row in rows if row.state == "sent"}
    uncounted = _kinds(lambda kind: kind.must_not_wait or kind.is_single)
    return [
        *_of_hours(taken, sent, workers()),
        *_of_cap(taken, sent, workers(), uncounted, cap),
        *_of_channels(rows, _kinds(lambda kind: kind.is_single)),
        *_of_loss(taken, rows, sent),
        *_of_repeats(taken, kills),
    ]


def _kinds(is_one: Callable[[Any], bool]) -> set[str]:
    from lifow.notifications.registry import all_kinds

    return {kind.key for kind in all_kinds() if is_one(kind)}


def _of_hours(
    taken: Sequence[Taken], sent: Mapping[str, Any], workers: Mapping[int, Worker]
) -> Iterable[str]:
    at_any_time = _kinds(lambda kind: kind.must_not_wait)
    for one in taken:
        row = sent.get(one.delivery_id)
        moment = datetime.fromtimestamp(one.at, UTC)
        if row is None or row.message.kind in at_any_time:
            continue
        if not workers[row.receiver_id].is_at_work(moment):
            what = f"{row.message.kind} by {one.way} at {moment:%d %b %H:%M} UTC"
            yield f"{what} came outside of the hours of person {row.receiver_id}"


def _of_cap(
    taken: Sequence[Taken],
    sent: Mapping[str, Any],
    workers: Mapping[int, Worker],
    uncounted: set[str],
    cap: int,
) -> Iterable[str]:
    days: dict[tuple[int, date], set[str]] = defaultdict(set)
    for one in taken:
        row = sent.get(one.delivery_id)
        if row is not None and row.message.kind not in uncounted:
            day = workers[row.receiver_id].day_of(datetime.fromtimestamp(one.at, UTC))
            days[row.receiver_id, day].add(one.delivery_id)
    for (person, day), deliveries in days.items():
        if len(deliveries) > cap:
            yield f"person {person} was sent {len(deliveries)} on {day}, more than {cap}"


def _of_channels(rows: Sequence[Any], single: set[str]) -> Iterable[str]:
    ways: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        if row.state == "sent" and row.message.kind not in single:
            ways[row.message_id].append(row.way)
    for message, by in ways.items():
        if len(by) > 1:
            yield f"message {message} came by {' and '.join(by)}"


def _of_loss(taken: Sequence[Taken], rows: Sequence[Any], sent: Mapping[str, Any]) -> Iterable[str]:
    arrived = {one.delivery_id for one in taken}
    yield from (f"delivery {one} is said to be sent and has not arrived" for one in set(sent) - arrived)
    yield from (f"delivery {one} has arrived and no row says so" for one in arrived - set(sent))
    states: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        states[row.message_id].add(row.state)
        if row.state not in ("sent", "dropped"):
            what = f"message {row.message_id} ({row.message.kind})"
            yield f"{what} is {row.state} by {row.way}: {row.last_error}"
    open_rows = {row.message_id: row.message for row in rows if row.message.done_at is None}
    for message_id, message in open_rows.items():
        if states[message_id] == {"dropped"}:
            yield f"message {message_id} ({message.kind}) came by no way"


def _of_repeats(taken: Sequence[Taken], kills: int) -> Iterable[str]:
    times = Counter((one.way, one.address, one.delivery_id) for one in taken)
    repeated = sum(count - 1 for count in times.values())
    if repeated > kills:
        yield f"{repeated} deliveries were repeated by {kills} kills"
