"""On which day something is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.assignments.compute import DueRule, add_months, first_due, no_sooner

MADE = date(2026, 3, 2)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def rule(**fields) -> DueRule:
    return DueRule(made_on=MADE, least_days=7, **fields)


def test_a_day_is_that_day_for_those_whom_it_concerned_when_it_was_made():
    due = first_due(rule(day=date(2026, 3, 4)), assigned_on=MADE, first_day=None)
    assert due == date(2026, 3, 4)


def test_who_joins_later_has_a_week_at_least():
    late = first_due(rule(day=date(2026, 3, 4)), assigned_on=date(2026, 3, 3), first_day=None)
    assert late == date(2026, 3, 10)


def test_days_after_the_first_day_of_work():
    on_first = first_due(
        rule(days=30, from_hire=True), assigned_on=date(2026, 3, 9), first_day=date(2026, 3, 9)
    )
    assert on_first == date(2026, 4, 8)


def test_who_began_long_ago_has_a_week_and_no_less_than_was_said():
    began = date(2020, 1, 1)
    assert first_due(rule(days=30, from_hire=True), assigned_on=MADE, first_day=began) == date(2026, 3, 9)
    assert first_due(rule(days=3, from_hire=True), assigned_on=MADE, first_day=began) == date(2026, 3, 5)


@given(days, st.integers(1, 730), days)
def test_nobody_is_late_on_the_day_on_which_it_is_assigned(assigned_on, count, first_day):
    for from_hire in (True, False):
        due = first_due(rule(days=count, from_hire=from_hire), assigned_on=assigned_on, first_day=first_day)
        assert due > assigned_on


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 2), 12, date(2027, 3, 2)),
    ],
)
def test_months_end_where_the_month_does(day, months, then):
    assert add_months(day, months) == then


@given(days, days, st.integers(0, 30))
def test_a_due_day_never_comes_sooner(due_on, today, least):
    moved = no_sooner(due_on, today, least)
    assert moved >= due_on
    assert moved >= today + timedelta(days=least)
