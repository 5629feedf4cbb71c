"""What one person gets now: within hours and cap, acts first, collected where they want it so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lifow.notifications.compute import (
    Collecting,
    DeliveryPlan,
    Due,
    WorkingWeek,
    collection_moment,
    plan_deliveries,
)
from tests.backing.examples import examples
from tests.notifications.compute.test_hours import DAY, MINUTE, moments, weeks

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = WorkingWeek(BERLIN, time(9), time(17), 0b0011111)
SINGLE, DAILY, WEEKLY = Collecting


def at(*moment: int) -> datetime:
    return datetime(2026, *moment, tzinfo=BERLIN).astimezone(UTC)


NIGHT, MORNING, NOON = at(3, 3, 23, 0), at(3, 4, 9, 0), at(3, 4, 12, 0)


def act(number: int, since: datetime = NIGHT, **fields) -> Due:
    return Due(number, since, is_act=True, **fields)


def news(number: int, since: datetime = NIGHT, **fields) -> Due:
    return Due(number, since, is_act=False, **fields)


def planned(*due: Due, now: datetime = NOON, collecting: Collecting = SINGLE, **options) -> DeliveryPlan:
    return plan_deliveries(
        due, week=WEEK, collecting=collecting, now=now, **{"cap": 5, "made_today": 0, **options}
    )


def test_single_messages_go_one_by_one_acts_first_and_the_oldest_of_them_first():
    plan = planned(news(1), act(2, NOON), act(3, NIGHT))
    assert plan.deliveries == ((3,), (2,), (1,))


def test_nothing_goes_at_night_but_what_must_not_wait():
    plan = planned(act(1), news(2, must_not_wait=True), now=at(3, 4, 2, 0))
    assert plan.deliveries == ((2,),)
    assert plan.later == {1: MORNING}


def test_what_the_cap_leaves_over_goes_together_in_the_last_delivery_of_the_day():
    plan = planned(*(news(number) for number in range(8)), act(9), cap=3)
    assert plan.deliveries == ((9,), (0,), (1, 2, 3, 4, 5, 6, 7))
    assert not plan.later


def test_once_the_cap_is_reached_the_next_working_day_has_the_rest():
    plan = planned(act(1), news(2), news(3, must_not_wait=True), made_today=5)
    assert plan.deliveries == ((3,),)
    assert plan.later == {1: at(3, 5, 9, 0), 2: at(3, 5, 9, 0)}


def test_collected_messages_go_together_where_the_working_day_starts():
    since = at(3, 3, 10, 0)
    assert planned(news(1, since), now=at(3, 3, 16, 0), collecting=DAILY).later == {1: MORNING}
    assert planned(news(1, since), act(2, since), now=MORNING, collecting=DAILY).deliveries == ((2, 1),)


def test_a_second_collection_waits_for_the_next_day():
    plan = planned(news(1), now=NOON, collecting=DAILY, made_today=1)
    assert (plan.deliveries, plan.later) == ((), {1: at(3, 5, 9, 0)})


def test_collected_weekly_news_waits_for_the_first_working_day_and_acts_for_the_next_one():
    plan = planned(news(1), act(2), now=MORNING, collecting=WEEKLY)
    assert plan.deliveries == ((2,),)
    assert plan.later == {1: at(3, 9, 9, 0)}


def test_what_came_before_work_on_the_first_day_of_the_week_is_in_that_weeks_collection():
    assert collection_moment(WEEK, WEEKLY, news(1, at(3, 9, 7, 0))) == at(3, 9, 9, 0)
    assert collection_moment(WEEK, WEEKLY, news(1, at(3, 9, 9, 1))) == at(3, 16, 9, 0)


def test_a_delivery_that_broke_off_goes_again_as_it_was_whatever_the_cap_says():
    broken = [replace(news(number), delivery="dlv_1") for number in (1, 2)]
    assert planned(*broken, news(3), made_today=5).deliveries == ((1, 2),)
    assert planned(*broken, now=NIGHT).deliveries == ()


BY_NIGHT = WorkingWeek(BERLIN, time(22), time(6), 0b1011111)  # Sunday to Friday


def by_night(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("since", "collecting", "goes"),
    [
        (by_night(4, 12), Collecting.SINGLE, by_night(4, 22)),
        (by_night(5, 2), Collecting.SINGLE, by_night(5, 2)),
        (by_night(5, 2), Collecting.DAILY, by_night(5, 22)),
        (by_night(4, 12), Collecting.DAILY, by_night(4, 22)),
        (by_night(2, 3), Collecting.WEEKLY, by_night(2, 22)),
        (by_night(3, 3), Collecting.WEEKLY, by_night(9, 22)),
        (by_night(28, 23), Collecting.SINGLE, by_night(29, 22)),
    ],
)
def test_who_works_by_night_is_told_in_the_shift(since, collecting, goes):
    assert collection_moment(BY_NIGHT, collecting, Due(1, since, is_act=False)) == goes


def test_the_cap_of_a_shift_lasts_until_it_ends():
    due = [Due(1, by_night(4, 23), is_act=False)]
    plan = plan_deliveries(
        due, week=BY_NIGHT, collecting=Collecting.SINGLE, cap=5, made_today=5, now=by_night(5, 1)
    )
    assert (plan.deliveries, plan.later) == ((), {1: by_night(5, 22)})


def dues() -> st.SearchStrategy[list[Due]]:
    one = st.builds(
        Due,
        id=st.integers(1, 50),
        since=moments(),
        is_act=st.booleans(),
        must_not_wait=st.booleans(),
        delivery=st.sampled_from(["", "", "dlv_1"]),
    )
    return st.lists(one, max_size=12, unique_by=lambda due: due.id)


@settings(max_examples=examples(150))
@given(dues(), weeks(), st.sampled_from(Collecting), st.integers(0, 6), st.integers(0, 6), moments())
def test_each_message_goes_once_or_waits_and_nothing_goes_that_may_not(
    due, week, collecting, cap, made_today, now
):
    due = [one for one in due if one.since <= now]
    plan = plan_deliveries(due, week=week, collecting=collecting, cap=cap, made_today=made_today, now=now)
    sent = [each for group in plan.deliveries for each in group]
    assert sorted([*sent, *plan.later]) == sorted(one.id for one in due), "each is planned once"
    by_id = {one.id: one for one in due}
    bound = [group for group in plan.deliveries if not any(by_id[each].must_not_wait for each in group)]
    if not week.is_working(now):
        assert not bound
    fresh = [group for group in bound if not any(by_id[each].delivery for each in group)]
    assert len(fresh) <= max(cap - made_today, 0)
    is_act = [by_id[each].is_act for group in fresh for each in group]
    assert is_act == sorted(is_act, reverse=True), "acts go first"
    for at_moment in plan.later.values():
        assert at_moment is None or (at_moment > now and week.is_working(at_moment))


def lived_through(
    due: list[Due], week: WorkingWeek, collecting: Collecting, cap: int, begins: datetime
) -> Iterator[tuple[datetime, tuple[int, ...]]]:
    """Each delivery of eight days in which somebody looks every half hour, as the job does more often."""
    waiting, made = {one.id: one for one in due}, []
    for number in range(8 * 48):
        now = begins + number * 30 * MINUTE
        today = [moment for moment in made if week.local_day(moment) == week.local_day(now)]
        known = [one for one in waiting.values() if one.since <= now]
        plan = plan_deliveries(
            known, week=week, collecting=collecting, cap=cap, made_today=len(today), now=now
        )
        for group in plan.deliveries:
            made.append(now)
            for each in group:
                del waiting[each]
            yield now, group


@settings(max_examples=examples(20))
@given(st.data(), st.sampled_from(Collecting), st.integers(1, 3))
def test_over_a_week_all_of_it_arrives_in_hours_once_and_never_more_a_day_than_the_cap(data, collecting, cap):
    begins = data.draw(moments())
    offsets = data.draw(st.lists(st.integers(0, 7 * 24 * 60), min_size=1, max_size=9))
    kinds = data.draw(st.lists(st.booleans(), min_size=9, max_size=9))
    due = [Due(number, begins + minutes * MINUTE, kinds[number]) for number, minutes in enumerate(offsets)]
    week = replace(data.draw(weeks()), starts_at=time(8), ends_at=time(16, 30), workdays=0b1111111, away=())
    deliveries = list(lived_through(due, week, collecting, cap, begins))
    days = [week.local_day(moment) for moment, _group in deliveries]
    assert max(map(days.count, days), default=0) <= (cap if collecting is SINGLE else 1)
    assert all(week.is_working(moment) for moment, _group in deliveries)
    arrived = [each for _moment, group in deliveries for each in group]
    assert len(arrived) == len(set(arrived))
    old = {one.id for one in due if one.since < begins + 5 * DAY and (one.is_act or collecting is not WEEKLY)}
    assert old <= set(arrived)


@pytest.mark.parametrize("collecting", Collecting)
def test_an_empty_collection_is_never_made(collecting):
    assert planned(collecting=collecting).deliveries == ()
