"""What HR sees of the channels: what is connected and works, what comes of them, and where people learn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from channels.figures.choices import FigureKey, Period
from channels.figures.models import KeptFigure
from channels.figures.reports import LEAST_PEOPLE
from channels.overview.models import ConnectionTest
from channels.registry import Text, all_integrations, find_integration
from lifow.base.channels import Channel
from lifow.notifications.registry import all_ways

Told = Mapping[tuple[str, str], KeptFigure]
OUTCOMES = (FigureKey.SHOWN, FigureKey.TAKEN, FigureKey.DISMISSED, FigureKey.FAILED)


@dataclass(frozen=True, slots=True)
class Connected:
    """A kind of program that can be connected, or a way to reach people, and what its last test found.

    people  how many people have connected it: None where that is not counted; fewer than five are not told
    """

    key: str
    title: Text
    channel: str | None
    is_set_up: bool
    test: ConnectionTest | None

    @property
    def people(self) -> int | None:
        return self.test.people if self.test else None

    @property
    def are_few(self) -> bool:
        """Whether so few people have connected it that nothing may be told of them."""
        return self.people is not None and self.people < LEAST_PEOPLE


@dataclass(frozen=True, slots=True)
class Count:
    """How often something happened: `is_known` where that is counted at all, None where it is not told of so
    few."""

    label: Text
    is_known: bool
    number: int | None


@dataclass(frozen=True, slots=True)
class Use:
    """What came of a channel in 90 days. A figure that is None does not exist of it.

    counts   shown, taken, dismissed and failed, in this order
    minutes  of learning through it, and the share of them in working hours
    answer   half of what was asked through it had an answer within so many minutes
    """

    channel: Channel
    counts: Sequence[Count]
    minutes: float | None
    in_hours: float | None
    share: float | None
    answer: KeptFigure | None

    @property
    def label(self) -> Text:
        return self.channel.label


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of channels; `counted_at` is None before the first count."""

    connected: Sequence[Connected]
    uses: Sequence[Use]
    counted_at: datetime | None


def overview() -> Overview:
    """All channels, those first that can be connected; two queries."""
    tests = {test.key: test for test in ConnectionTest.objects.all()}
    connected = list(_connected(tests))
    few = {one.channel for one in connected if one.are_few}
    rows = list(KeptFigure.objects.filter(period=Period.NOW))
    told = {(row.key, row.channel): row for row in rows}
    uses = [use for channel in Channel if (use := _use(channel, told, are_few=channel in few)) is not None]
    return Overview(connected, uses, rows[0].counted_at if rows else None)


def _connected(tests: Mapping[str, ConnectionTest]) -> Iterator[Connected]:
    for way in all_ways():
        if find_integration(way.key) is None:
            yield Connected(way.key, way.title, way.channel, is_set_up=True, test=tests.get(way.key))
    for one in all_integrations():
        yield Connected(one.key, one.title, one.channel, one.is_set_up(), tests.get(one.key))


def _use(channel: Channel, told: Told, *, are_few: bool) -> Use | None:
    """None of a channel of which nothing is known."""
    counts = [_count(key, told.get((key, channel)), are_few=are_few) for key in OUTCOMES]
    minutes, all_minutes = (told.get((FigureKey.MINUTES_LEARNED, one)) for one in (channel, ""))
    answer = told.get((FigureKey.ANSWER_MINUTES, channel))
    if not any(one.is_known for one in counts) and minutes is None and answer is None:
        return None
    whole = all_minutes.value if all_minutes else None
    return Use(
        channel=channel,
        counts=counts,
        minutes=minutes.value if minutes else None,
        in_hours=_in_hours(minutes),
        share=minutes.value / whole if minutes and minutes.value is not None and whole else None,
        answer=answer if answer and answer.value is not None else None,
    )


def _count(key: FigureKey, row: KeptFigure | None, *, are_few: bool) -> Count:
    return Count(key.label, row is not None, None if row is None or are_few else row.number)


def _in_hours(row: KeptFigure | None) -> float | None:
    return row.number / row.base if row and row.number is not None and row.base else None
