"""A year of refreshers, worked through minute by minute of working days in zones that change their clocks."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from content.refreshers.choices import SECONDS_A_DAY, SHARE_OF_WEEK
from content.refreshers.compute import DueCard, Memory, budget_of, chosen_cards, recall_on, reviewed
from content.refreshers.compute.memory import LONGEST_DAYS, RETENTION
from lifow.notifications.compute import WorkingWeek, next_working_moment, working_until

MOST_A_DAY, MINUTES_A_WEEK = 3, 30
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Learner:
    """Somebody who looks once in a while, and answers all that is asked: each answer with its moment."""

    week: WorkingWeek
    draw: Random
    memories: dict[int, Memory | None]
    seconds: dict[int, int]
    asked: list[tuple[datetime, int, int, date]] = field(default_factory=list)

    def looks(self, at: datetime) -> None:
        """Answer what is asked at a moment, if it is a working one, until work ends."""
        if not self.week.is_working(at):
            return
        today, ends = self.week.local_day(at), working_until(self.week, at)
        assert at < ends
        for one in chosen_cards(self._due(today), self._room(today)):
            if at >= ends:
                return
            rating = self.draw.choice((1, 2, 3, 3, 3, 4))
            self.asked.append((at, one.id, rating, today))
            self.memories[one.id] = reviewed(self.memories[one.id], rating, today)
            at += timedelta(seconds=self.draw.randrange(5, 400))

    def _due(self, today: date) -> list[DueCard]:
        return [
            DueCard(number, memory.due_on if memory else today, self.seconds[number], recall)
            for number, memory in self.memories.items()
            if memory is None or memory.due_on <= today
            for recall in [None if memory is None else recall_on(memory, today)]
        ]

    def _room(self, today: date):
        monday = today - timedelta(days=today.weekday())
        of_day = [self.seconds[number] for _at, number, _rating, day in self.asked if day == today]
        of_week = [self.seconds[number] for _at, number, _rating, day in self.asked if day >= monday]
        return budget_of(
            most_a_day=MOST_A_DAY,
            seconds_a_day=SECONDS_A_DAY,
            seconds_a_week=MINUTES_A_WEEK * 60 // SHARE_OF_WEEK,
            asked_today=len(of_day),
            seconds_today=sum(of_day),
            seconds_this_week=sum(of_week),
        )


def learner(week: WorkingWeek, seed: int, cards: int = 40) -> Learner:
    draw = Random(seed)
    seconds = {number: draw.choice((20, 30, 45, 60, 90)) for number in range(cards)}
    return Learner(week, draw, dict.fromkeys(range(cards)), seconds)


def a_year(who: Learner, days: int = 365) -> Learner:
    """Look at moments of each day, in working hours and out of them."""
    for day in range(days):
        for minute in sorted(who.draw.sample(range(24 * 60), 6)):
            who.looks(BEGINS + timedelta(days=day, minutes=minute))
        start = next_working_moment(who.week, BEGINS + timedelta(days=day))
        if start is not None:
            who.looks(start)
    return who


def check(who: Learner) -> None:
    """No question outside of hours or on leave, caps of day and week, and the schedule of FSRS."""
    scheduler = Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )
    cards: dict[int, Card] = {}
    by_day: dict[date, list[int]] = {}
    by_week: dict[tuple[int, int], int] = {}
    for at, number, rating, today in who.asked:
        assert who.week.is_working(at), at.astimezone(who.week.zone)
        assert who.week.works_on(today)
        card = cards.get(number, Card(card_id=number))
        assert card.last_review is None or card.due.date() <= today
        cards[number], _log = scheduler.review_card(
            card, Rating(rating), datetime.combine(today, time.min, UTC)
        )
        by_day.setdefault(today, []).append(who.seconds[number])
        week = today.isocalendar()[:2]
        by_week[week] = by_week.get(week, 0) + who.seconds[number]
    assert all(len(those) <= MOST_A_DAY and sum(those) <= SECONDS_A_DAY for those in by_day.values())
    assert all(seconds <= MINUTES_A_WEEK * 60 // SHARE_OF_WEEK for seconds in by_week.values())
    for number, card in cards.items():
        memory = who.memories[number]
        assert (memory.due_on, memory.stability, memory.difficulty) == (
            card.due.date(),
            card.stability,
            card.difficulty,
        )


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_keeps_to_hours_caps_and_fsrs(zone):
    leave = ((date(2026, 7, 6), date(2026, 7, 24)), (date(2026, 12, 24), None))
    week = WorkingWeek(ZoneInfo(zone), time(9), time(17, 30), 0b0011111, leave)
    who = a_year(learner(week, seed=7))
    check(who)
    days = {today for *_told, today in who.asked}
    assert len(who.asked) > 200
    assert len(days) > 100
    assert not any(date(2026, 7, 6) <= day <= date(2026, 7, 24) or day >= date(2026, 12, 24) for day in days)


@pytest.mark.parametrize("zone", ZONES)
def test_a_year_of_night_shifts_over_changed_clocks_keeps_to_them_too(zone):
    week = WorkingWeek(ZoneInfo(zone), time(22), time(2, 15), 0b1111111)
    who = a_year(learner(week, seed=11))
    check(who)
    assert len(who.asked) > 200


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.integers(0, 23),
    st.integers(0, 23),
    st.integers(1, 127),
    st.integers(0, 10_000),
)
def test_any_hours_keep_to_them(zone, starts, ends, workdays, seed):
    if starts == ends:
        ends = (ends + 1) % 24
    check(a_year(learner(WorkingWeek(ZoneInfo(zone), time(starts), time(ends), workdays), seed, 12), 60))
