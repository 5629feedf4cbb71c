"""Counting the figures of the company anew, and setting what an hour of learning costs."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from assessments.gaps.reports import TrendPoint
from channels.figures import selectors
from channels.figures.choices import FigureKey
from channels.figures.compute import (
    LEAST_PEOPLE,
    Figure,
    levels_per_minute,
    minutes_learned,
    search_seconds,
    share,
    time_to_answer,
)
from channels.figures.models import KeptFigure, LearningCost
from channels.figures.selectors import Deliveries, Span
from channels.usage.choices import Outcome
from lifow.base.channels import Channel

Told = tuple[FigureKey, str, Figure]
ASKED_FOR = {Channel.ASSISTANT, Channel.API, Channel.CHAT}
"""What these show was asked for: none of it is an offer."""


class LearningCostError(ValueError):
    """A cost or a currency that is none; the text says why."""


def count_figures(*, as_of: datetime) -> int:
    """Count all figures anew, of the last 90 days and the 90 before; how many there are.

    They are replaced in one transaction. Of two that count at once, the figures of one stay.
    """
    points = selectors.points_of_company(as_of)
    rows = [
        KeptFigure(key=key, channel=channel, period=period, counted_at=as_of, **asdict(figure))
        for period, span in selectors.spans(as_of).items()
        for key, channel, figure in (*_figures(span), *_of_point(points.get(period)))
    ]
    with transaction.atomic():
        KeptFigure.objects.all().delete()
        KeptFigure.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def set_learning_cost(*, an_hour: Decimal | None, currency: str) -> LearningCost | None:
    """Say what an hour of learning costs, or that it is not told any more (None).

    Raises LearningCostError for a cost that is not above nothing or too high, and for what is no currency.
    """
    if an_hour is None:
        LearningCost.objects.all().delete()
        return None
    row = LearningCost(an_hour=an_hour, currency=currency)
    try:
        row.clean_fields()
    except ValidationError as error:
        raise LearningCostError(" ".join(error.messages)) from error
    values = {"an_hour": an_hour, "currency": currency}
    return LearningCost.objects.update_or_create(pk=1, defaults=values)[0]


def _figures(span: Span) -> Iterator[Told]:
    uses, deliveries = selectors.uses_in(span), selectors.deliveries_in(span)
    yield FigureKey.MESSAGES_OPENED, "", _opened(deliveries)
    yield FigureKey.OFFERS_TAKEN, "", _taken(uses)
    yield FigureKey.PEOPLE_LEARNING, "", _people(*selectors.people_learning(span))
    yield FigureKey.MODULES_DONE, "", share(*selectors.modules_done(span))
    yield FigureKey.SEARCH_SECONDS, "", search_seconds(selectors.opening_times(span))
    yield FigureKey.REMEMBERED, "", share(*selectors.refreshers_answered(span))
    yield FigureKey.LEVELS_PER_MINUTE, "", levels_per_minute(*selectors.gains_of(span))
    for channel, figure in minutes_learned(selectors.learned_in(span)).items():
        yield FigureKey.MINUTES_LEARNED, channel, figure
    for channel, figure in time_to_answer(selectors.needs_in(span)).items():
        yield FigureKey.ANSWER_MINUTES, channel, figure
    for channel in Channel:
        yield from _of_channel(channel, uses, deliveries.get(channel, Deliveries()))


def _of_channel(channel: str, uses: dict[tuple[str, str], int], sent: Deliveries) -> Iterator[Told]:
    """What was shown, taken, dismissed and failed on a channel.

    Messages to fewer than five people are not counted, and a number below five is not told.
    """
    is_told = sent.people >= LEAST_PEOPLE
    messages = {Outcome.SHOWN: sent.sent, Outcome.TAKEN: sent.opened, Outcome.FAILED: sent.failed}
    for outcome in Outcome:
        number = uses.get((channel, outcome), 0) + (messages.get(outcome, 0) if is_told else 0)
        if number:
            is_enough = number >= LEAST_PEOPLE
            figure = Figure(float(number), number, number) if is_enough else Figure()
            yield FigureKey(outcome.value), channel, figure


def _opened(deliveries: dict[str, Deliveries]) -> Figure:
    """Opened messages of those delivered, by the channels that reached at least five people."""
    told = [one for one in deliveries.values() if one.people >= LEAST_PEOPLE]
    return share(sum(one.opened for one in told), sum(one.sent for one in told))


def _taken(uses: dict[tuple[str, str], int]) -> Figure:
    """What was taken of what channels offered by themselves."""
    offers = [one for one in Channel if one not in ASKED_FOR]
    shown, taken = (
        sum(uses.get((channel, outcome), 0) for channel in offers)
        for outcome in (Outcome.SHOWN, Outcome.TAKEN)
    )
    return share(min(taken, shown), shown)


def _people(number: int, base: int) -> Figure:
    """People of people: told where they are at least five."""
    is_told = min(number, base) >= LEAST_PEOPLE
    return Figure(number / base, number, base) if is_told else Figure()


def _of_point(point: TrendPoint | None) -> Iterator[Told]:
    """How many of those whose roles need critical skills meet them all, and how many have a gap."""
    if point is None or not point.critical or point.critical < LEAST_PEOPLE:
        return
    for key, number in ((FigureKey.CRITICAL_MET, point.meeting), (FigureKey.CRITICAL_GAPS, point.with_gap)):
        if number is not None:
            yield key, "", _people(number, point.critical)
