"""What refreshers of many people are chosen from, each in one query."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateField, Exists, OuterRef, QuerySet, Subquery, Value

from assessments.testing.bank.models import ItemVersion
from assessments.testing.calibration.reports import is_held
from content.activity.choices import MINUTES_A_WEEK
from content.activity.models import LearningTime
from content.refreshers.choices import SECONDS_A_DAY
from content.refreshers.compute import DueCard, recall_on
from content.refreshers.models import RefresherCard, RefresherReview
from lifow.base.database.columns import among

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one person was asked again since the Monday of their week: each with its day and its seconds."""

    days: tuple[tuple[date, int], ...] = ()

    def on(self, day: date) -> tuple[int, int]:
        """How many questions on this day, and how many seconds."""
        seconds = [each for when, each in self.days if when == day]
        return len(seconds), sum(seconds)

    def since(self, day: date) -> int:
        """Seconds from this day on."""
        return sum(each for when, each in self.days if when >= day)


def minutes_and_answered(
    person_ids: Collection[int], day: date
) -> tuple[Mapping[int, int], Mapping[int, Answered]]:
    """The minutes a week that each of these people has for learning, and what they were asked again from a
    day on; one query."""
    chosen = LearningTime.objects.filter(person__in=among(person_ids)).order_by()
    told = chosen.values_list("person_id", Value(None, output_field=DateField()), "minutes_per_week")
    minutes = dict.fromkeys(person_ids, MINUTES_A_WEEK)
    found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for pk, when, number in told.union(_answered(person_ids, day), all=True):
        if when is None:
            minutes[pk] = number
        else:
            found[pk].append((when, number))
    return minutes, {pk: Answered(tuple(found.get(pk, ()))) for pk in person_ids}


def answered_since(person_ids: Collection[int], day: date) -> Mapping[int, Answered]:
    """What each of these people was asked again from a day on; one query."""
    found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for pk, when, seconds in _answered(person_ids, day):
        found[pk].append((when, seconds))
    return {pk: Answered(tuple(found.get(pk, ()))) for pk in person_ids}


def _answered(person_ids: Collection[int], day: date) -> QuerySet[Any, tuple[int, date, int]]:
    asked = RefresherReview.objects.asked_again().order_by()
    rows: QuerySet[Any, tuple[int, date, int]] = asked.filter(
        card__person__in=among(person_ids), answered_on__gte=day
    ).values_list("card__person", "answered_on", "seconds")
    return rows


def askable(cards: QuerySet[RefresherCard]) -> QuerySet[RefresherCard]:
    """Cards whose question a sitting may ask, in at most a day's seconds, with its version in use."""
    used = ItemVersion.objects.in_use().filter(item=OuterRef("item"), seconds_expected__lte=SECONDS_A_DAY)
    rows: QuerySet[RefresherCard] = cards.annotate(
        in_use=Subquery(used.values("pk")[:1]), seconds=Subquery(used.values("seconds_expected")[:1])
    ).filter(Exists(used))
    return rows


def due_cards(days: Mapping[int, date]) -> Mapping[int, list[tuple[DueCard, RefresherCard]]]:
    """The questions that are due to each person by a day of theirs, that may be asked; one query."""
    found: defaultdict[int, list[tuple[DueCard, RefresherCard]]] = defaultdict(list)
    if not days:
        return found
    due = RefresherCard.objects.filter(person__in=among(days)).due(max(days.values()))
    cards: Any = askable(due).filter(~is_held(OuterRef("in_use"))).order_by("person_id", "due_on", "pk")
    for card in cards:
        day = days[card.person_id]
        if card.due_on <= day:
            memory = card.memory
            recall = None if memory is None else recall_on(memory, day)
            told = DueCard(card.pk, card.due_on, card.seconds, recall, bool(card.change))
            found[card.person_id].append((told, card))
    return found


def monday_before(moment: datetime) -> date:
    """A day that is not after the Monday of anybody's week at this moment, wherever they are."""
    return (moment - timedelta(days=moment.weekday() + 1)).date()
