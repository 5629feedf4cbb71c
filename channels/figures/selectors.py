"""Reads what figures are made of: rows of 90 days, from which `compute` takes those in them out again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from assessments.aggregates.reports import group_numbers, trend
from assessments.gaps.reports import TrendPoint
from channels.figures.choices import DAYS, Period
from channels.figures.compute import Learned, ModuleGain, Need
from channels.registry import all_integrations
from channels.usage.models import DailyUse
from content.activity.choices import Act
from content.activity.models import Activity, ActivityEntry
from content.answers.choices import QuestionState
from content.answers.models import Question
from content.catalogue.models import Module
from content.effect.choices import Verdict
from content.effect.models import MeasuredEffect
from content.refreshers.models import RefresherReview
from lifow.base.channels import Channel
from lifow.base.days import local_day
from lifow.base.models import OpeningTime
from lifow.notifications.models import Dispatch
from lifow.notifications.registry import all_ways
from lifow.people.persons.models import Employment
from mentoring.help.choices import HelpKind
from mentoring.help.models import HelpRequest

MONTH_NEAR = timedelta(days=20)
"""The end of a month is at most so far from the day that is asked for."""


@dataclass(frozen=True, slots=True)
class Span:
    """90 days: what happened after `since`, up to and with `until`."""

    since: datetime
    until: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The days of the company that are in it: after the first, up to and with the second."""
        first, last = (local_day(one, settings.TIME_ZONE) for one in (self.since, self.until))
        return first, last

    def of(self, name: str) -> Q:
        """That a moment is in it."""
        return Q(**{f"{name}__gt": self.since, f"{name}__lte": self.until})


def spans(as_of: datetime) -> dict[Period, Span]:
    """The last 90 days, and the 90 days before those."""
    middle = as_of - timedelta(days=DAYS)
    return {
        Period.NOW: Span(middle, as_of),
        Period.BEFORE: Span(middle - timedelta(days=DAYS), middle),
    }


def learned_in(span: Span) -> Iterator[Learned]:
    """How long who learned through which channel; a row a person and channel, one query."""
    entries = ActivityEntry.objects.filter(span.of("at"), seconds__gt=0).order_by()
    sums = entries.values("channel", "person_id").annotate(
        all=Sum("seconds"), inside=Sum("seconds", filter=Q(in_hours=True), default=0)
    )
    rows = sums.values_list("channel", "person_id", "all", "inside")
    return (Learned(*row) for row in rows.iterator())


def people_learning(span: Span) -> tuple[int, int]:
    """How many people did anything with a module, of how many who worked here at the end; two queries."""
    working = Employment.objects.as_of(span.days[1]).working()
    own = ActivityEntry.objects.filter(span.of("at"), person__in=working.order_by().values("person"))
    learned = own.aggregate(people=Count("person", distinct=True))
    here = working.aggregate(people=Count("person", distinct=True))
    return learned["people"], here["people"]


def modules_done(span: Span) -> tuple[int, int, int]:
    """How many modules that people started were done by the end, of how many, and by how many people."""
    started = ActivityEntry.objects.filter(span.of("at"), act=Act.STARTED)
    done = Activity.objects.filter(
        person=OuterRef("person"), module=OuterRef("module"), completed_at__lte=span.until
    )
    counts = started.alias(is_done=Exists(done)).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(is_done=True)), people=Count("person", distinct=True)
    )
    return counts["done"], counts["all"], counts["people"]


def needs_in(span: Span) -> Iterator[Need]:
    """Questions and requests for help now, and when the first answer came, or somebody took it; two queries.

    A question that was asked without a name names nobody here either.
    """
    open_ones = Question.objects.filter(span.of("asked_at")).exclude(state=QuestionState.MERGED)
    asked = open_ones.values_list("channel", "asker_id", "asked_at", "answered_at")
    stuck = HelpRequest.objects.filter(span.of("asked_at"), kind=HelpKind.NOW)
    helped = stuck.values_list("channel", "person_id", "asked_at", "first_claimed_at")
    for rows in (asked, helped):
        for channel, person, at, answered_at in rows.iterator():
            in_time = answered_at if answered_at is not None and answered_at <= span.until else None
            yield Need(channel or UNKNOWN, person, at, in_time)


UNKNOWN = "-"
"""In place of a channel where it is not known."""


def opening_times(span: Span) -> dict[int, int]:
    """How many results were opened after so many seconds; one query."""
    first, last = span.days
    rows = OpeningTime.objects.filter(day__gt=first, day__lte=last).values("seconds").order_by()
    return dict(rows.annotate(all=Sum("times")).values_list("seconds", "all"))


def refreshers_answered(span: Span) -> tuple[int, int, int]:
    """How many refreshers were remembered, of how many, and by how many people; one query."""
    asked: QuerySet[RefresherReview] = RefresherReview.objects.asked_again().filter(span.of("answered_at"))
    counts = asked.aggregate(
        all=Count("pk"),
        right=Count("pk", filter=Q(rating__gt=RefresherReview.Rating.AGAIN)),
        people=Count("card__person", distinct=True),
    )
    return counts["right"], counts["all"], counts["people"]


def gains_of(span: Span) -> tuple[list[ModuleGain], int]:
    """What was done how often, with its measured effect on all skills together, and by how many people of
    those modules of which that is known; four queries."""
    done = ActivityEntry.objects.filter(span.of("at"), act=Act.COMPLETED)
    times = dict(done.values("module").order_by().annotate(all=Count("pk")).values_list("module", "all"))
    minutes = dict(Module.objects.filter(pk__in=times).values_list("pk", "minutes"))
    told = MeasuredEffect.objects.filter(module__in=times).exclude(verdict=Verdict.TOO_FEW)
    sums = told.values("module").order_by().annotate(Sum("levels"), Sum("low"), Sum("high"))
    effects = {row["module"]: row for row in sums}
    people = done.filter(module__in=effects).aggregate(people=Count("person", distinct=True))["people"]
    gains = [
        ModuleGain(
            times=count,
            minutes=minutes[module],
            levels=effects[module]["levels__sum"],
            low=effects[module]["low__sum"],
            high=effects[module]["high__sum"],
        )
        if module in effects
        else ModuleGain(times=count, minutes=minutes[module])
        for module, count in times.items()
    ]
    return gains, people


def points_of_company(as_of: datetime) -> dict[Period, TrendPoint]:
    """The company now, and at the end of the month that is nearest to 90 days before; four queries."""
    numbers = group_numbers(None)
    *ends, now = trend(numbers.here, numbers.as_of) if numbers.as_of else (None,)
    if now is None:
        return {}
    wanted = as_of - timedelta(days=DAYS)
    near = [one for one in ends if one is not None and abs(one.moment - wanted) <= MONTH_NEAR]
    before = min(near, key=lambda one: abs(one.moment - wanted), default=None)
    return {Period.NOW: now} | ({Period.BEFORE: before} if before else {})


def uses_in(span: Span) -> dict[tuple[str, str], int]:
    """What was counted on channels, by channel and outcome; one query."""
    first, last = span.days
    rows = DailyUse.objects.filter(day__gt=first, day__lte=last).values("channel", "outcome").order_by()
    told = rows.annotate(all=Sum("number")).values_list("channel", "outcome", "all")
    return {(channel, outcome): number for channel, outcome, number in told}


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Messages that a channel has delivered, those opened by their link, those it could not deliver, and how
    many people were to be reached."""

    sent: int = 0
    opened: int = 0
    failed: int = 0
    people: int = 0


def deliveries_in(span: Span) -> dict[str, Deliveries]:
    """What went by ways outside of the inbox, by channel; one query."""
    sent, failed = Q(state=Dispatch.State.SENT), Q(state=Dispatch.State.FAILED)
    rows = Dispatch.objects.filter(span.of("begun_at")).filter(sent | failed).values("way").order_by()
    counts = {
        "sent": Count("pk", filter=sent),
        "opened": Count("pk", filter=sent & Q(opened_at__lte=span.until)),
        "failed": Count("pk", filter=failed),
        "people": Count("receiver", distinct=True),
    }
    channels, told = channels_of_ways(), rows.annotate(**counts).values_list("way", *counts)
    return {channels[way]: Deliveries(*numbers) for way, *numbers in told if way in channels}


def channels_of_ways() -> Mapping[str, str]:
    """Through which channel messages of a way are read: its own, or that of the integration of its key."""
    by_key = {one.key: one.channel for one in all_integrations()}
    found: dict[str, Channel | None] = {way.key: way.channel or by_key.get(way.key) for way in all_ways()}
    return {key: channel.value for key, channel in found.items() if channel is not None}
