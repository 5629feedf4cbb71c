"""What is asked again next: how many questions a person has room for now, and when the next ones come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.conf import settings
from django.utils.functional import Promise

from assessments.testing.sittings.models import Sitting
from content.refreshers import selectors
from content.refreshers.choices import SECONDS_A_DAY, SHARE_OF_WEEK, Pause
from content.refreshers.compute import Budget, budget_of, chosen_cards
from content.refreshers.models import RefresherCard
from lifow.notifications.reports import (
    WorkingWeek,
    day_after,
    next_working_moment,
    working_until,
    working_weeks,
)
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class Waiting:
    """What can be asked of somebody now.

    cards     the questions, the most pressing first
    seconds   that they take together
    today     the person's day
    until     the end of work, by which they are answered; None outside of working hours
    pause     why there are none, a value of `Pause`
    """

    cards: tuple[RefresherCard, ...]
    seconds: int
    today: date
    until: datetime | None
    pause: Pause = Pause.NONE

    @property
    def questions(self) -> int:
        return len(self.cards)

    @property
    def minutes(self) -> int:
        return ceil(self.seconds / 60)

    @property
    def reason(self) -> str | Promise:
        """Why there are none, in words."""
        return self.pause.label


@dataclass(frozen=True, slots=True)
class NextRefreshers:
    """What can be asked of a person now, and when the next ones come.

    next_at   in working hours; None where nothing is known that will be due, or no working hours are in sight
    learned   questions that come back to them in all
    """

    waiting: Waiting
    next_at: datetime | None
    learned: int

    @property
    def cards(self) -> tuple[RefresherCard, ...]:
        return self.waiting.cards


def next_refreshers(person: Person, *, at: datetime, most: int | None = None) -> NextRefreshers:
    """The questions to ask a person again now, `most` of them at most, and when the next ones come.

    Within the cap of a day, two minutes, and a third of their learning time of the week; nothing outside of
    their working hours, nor on leave. The same for every channel. Six queries.
    """
    week = working_weeks([person], at.date() - timedelta(days=1))[person.pk]
    waiting = _waiting([person], {person.pk: week}, at, most)[person.pk]
    cards = RefresherCard.objects.for_person(person)
    learned = cards.count()
    next_at = None
    if learned:
        answered_by_then = {card.pk for card in waiting.cards}
        later = selectors.askable(cards.exclude(pk__in=answered_by_then)).order_by("due_on")
        due_on = later.values_list("due_on", flat=True).first()
        next_at = _next_at(week, waiting, due_on, at)
    return NextRefreshers(waiting, next_at, learned)


def next_refreshers_of(
    people: Sequence[Person], *, at: datetime, in_hours: bool = True
) -> Mapping[int, Waiting]:
    """What can be asked of each of many people now, by their ids; three queries, however many.

    Without `in_hours`, what could be asked of them today if they worked now.
    """
    weeks = working_weeks(people, at.date() - timedelta(days=1))
    return _waiting(people, weeks, at, None, in_hours=in_hours)


def refreshers_at_a_glance(person: Person, *, at: datetime) -> Waiting | None:
    """What can be asked of a person now, of whom something is due; None where nothing can. Three queries."""
    waiting = next_refreshers_of([person], at=at)[person.pk]
    return waiting if waiting.cards else None


def open_refreshers(person: Person, as_of: datetime) -> Sitting | None:
    """The questions that somebody has begun and can still answer."""
    rows = Sitting.objects.open().refreshers().for_person(person)
    found: Sitting | None = rows.filter(deadline_at__gt=as_of).order_by("pk").first()
    return found


def seconds_since(mondays: Mapping[int, datetime]) -> Mapping[int, int]:
    """Seconds of refreshers that each person was asked since a Monday of their own; one query."""
    if not mondays:
        return {}
    answered = selectors.answered_since(mondays.keys(), min(one.date() for one in mondays.values()))
    return {pk: answered[pk].since(monday.date()) for pk, monday in mondays.items()}


def _waiting(
    people: Sequence[Person],
    weeks: Mapping[int, WorkingWeek],
    at: datetime,
    most: int | None,
    *,
    in_hours: bool = True,
) -> dict[int, Waiting]:
    days = {person.pk: weeks[person.pk].local_day(at) for person in people}
    minutes, answered = selectors.minutes_and_answered(days.keys(), selectors.monday_before(at))
    found: dict[int, Waiting] = {}
    open_ones: dict[int, Budget] = {}
    for pk, today in days.items():
        pause = _closed(weeks[pk], at, today, minutes[pk])
        if pause is Pause.HOURS and not in_hours:
            pause = Pause.NONE
        budget = _budget(answered[pk], today, minutes[pk])
        if pause is Pause.NONE and not budget.questions:
            pause = _full(budget)
        if pause is Pause.NONE:
            open_ones[pk] = budget
        else:
            found[pk] = Waiting((), 0, today, None, pause)
    due = selectors.due_cards({pk: days[pk] for pk in open_ones})
    for pk, budget in open_ones.items():
        by_id = {told.id: card for told, card in due.get(pk, ())}
        chosen = chosen_cards((told for told, _card in due.get(pk, ())), _at_most(budget, most))
        found[pk] = Waiting(
            tuple(by_id[one.id] for one in chosen),
            sum(one.seconds for one in chosen),
            days[pk],
            working_until(weeks[pk], at) if weeks[pk].is_working(at) else None,
            Pause.NONE if chosen else _nothing(by_id, budget),
        )
    return found


def _closed(week: WorkingWeek, at: datetime, today: date, minutes: int) -> Pause:
    """Why nothing is asked whatever is due; `Pause.NONE` where something may be."""
    if settings.REFRESHERS_A_DAY <= 0:
        return Pause.OFF
    if any(first <= today and (last is None or today <= last) for first, last in week.away):
        return Pause.LEAVE
    if not minutes:
        return Pause.NO_MINUTES
    return Pause.NONE if week.is_working(at) else Pause.HOURS


def _nothing(due: Mapping[int, RefresherCard], budget: Budget) -> Pause:
    """Why nothing was chosen: there is nothing, or none of it fits into what is left."""
    return _full(budget) if due else Pause.NOT_DUE


def _full(budget: Budget) -> Pause:
    return Pause.ENOUGH_THIS_WEEK if budget.is_week else Pause.ENOUGH_TODAY


def _budget(answered: selectors.Answered, today: date, minutes: int) -> Budget:
    asked, seconds = answered.on(today)
    monday = today - timedelta(days=today.weekday())
    return budget_of(
        most_a_day=settings.REFRESHERS_A_DAY,
        seconds_a_day=SECONDS_A_DAY,
        seconds_a_week=minutes * 60 // SHARE_OF_WEEK,
        asked_today=asked,
        seconds_today=seconds,
        seconds_this_week=answered.since(monday),
    )


def _at_most(budget: Budget, most: int | None) -> Budget:
    return budget if most is None else Budget(min(budget.questions, max(0, most)), budget.seconds)


def _next_at(week: WorkingWeek, waiting: Waiting, due_on: date | None, at: datetime) -> datetime | None:
    """When the questions come that are not asked now: not before a new day where this one has no more
    room."""
    if due_on is None:
        return None
    moment = max(at, week.begins(due_on))
    if waiting.pause in (Pause.ENOUGH_TODAY, Pause.NONE):
        moment = max(moment, day_after(week, at))
    if waiting.pause is Pause.ENOUGH_THIS_WEEK:
        monday = waiting.today + timedelta(days=7 - waiting.today.weekday())
        moment = max(moment, week.begins(monday))
    return next_working_moment(week, moment)
