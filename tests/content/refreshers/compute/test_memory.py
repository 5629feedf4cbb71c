"""When a question comes back is what FSRS says, to the day."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from fsrs import Card, Rating, Scheduler, State
from hypothesis import given
from hypothesis import strategies as st

from content.refreshers.compute import Memory, rating_of, recall_after, recall_on, reviewed
from content.refreshers.compute.memory import LONGEST_DAYS, RETENTION, SCHEDULER

FIRST = date(2022, 11, 29)
# From the tests of py-fsrs: days from each answer to the next; 0 are its steps of minutes.
PUBLISHED_RATINGS = (3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3)
PUBLISHED_DAYS = (0, 2, 11, 46, 163, 497, 0, 0, 2, 4, 7, 12, 20)


def intervals(ratings: tuple[int, ...]) -> list[int]:
    """Days from each answer to the next, each given on the day on which it is due."""
    memory, day, found = None, FIRST, []
    for rating in ratings:
        memory = reviewed(memory, rating, day)
        found.append((memory.due_on - day).days)
        day = memory.due_on
    return found


def test_the_package_gives_its_published_example():
    scheduler, card = Scheduler(enable_fuzzing=False), Card(card_id=1)
    moment, found = datetime(2022, 11, 29, 12, 30, tzinfo=UTC), []
    for rating in PUBLISHED_RATINGS:
        card, _log = scheduler.review_card(card, Rating(rating), moment)
        found.append((card.due - card.last_review).days)
        moment = card.due
    assert found == pytest.approx(PUBLISHED_DAYS, abs=1)
    assert scheduler.parameters == SCHEDULER.parameters


def test_intervals_are_those_of_the_published_example_without_its_minutes():
    assert intervals((3, 3, 3, 3)) == list(PUBLISHED_DAYS[1:5])


def test_what_is_remembered_for_years_comes_back_within_one():
    assert intervals((4,) * 12)[-1] == LONGEST_DAYS


ANSWERS = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 400)), min_size=1, max_size=30)


@given(ANSWERS)
def test_any_answers_lead_to_what_fsrs_leads_to(answers):
    scheduler = Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )
    memory, card, day = None, Card(card_id=1), FIRST
    for rating, later in answers:
        day += timedelta(days=later)
        memory = reviewed(memory, rating, day)
        card, _log = scheduler.review_card(
            card, Rating(rating), datetime(day.year, day.month, day.day, tzinfo=UTC)
        )
        assert (memory.stability, memory.difficulty) == (card.stability, card.difficulty)
        assert memory.due_on == card.due.date()
        assert card.state == State.Review


@given(st.floats(0.01, 5000), st.integers(0, 3000))
def test_the_curve_is_the_one_of_fsrs(stability, days):
    memory = Memory(stability, 5.0, FIRST, FIRST)
    told = recall_on(memory, FIRST + timedelta(days=days))
    assert recall_after(np.array([stability]), np.array([days]))[0] == pytest.approx(told)


def test_after_as_many_days_as_its_stability_nine_in_ten_are_remembered():
    assert recall_after(np.array([12.0]), np.array([12.0]))[0] == pytest.approx(0.9)


def test_an_answer_from_before_the_last_one_counts_as_one_of_the_same_day():
    memory = reviewed(None, 3, FIRST)
    assert reviewed(memory, 3, FIRST - timedelta(days=9)) == reviewed(memory, 3, FIRST)


@pytest.mark.parametrize(
    ("score", "highest", "confidence", "rating"),
    [
        (0, 1, "sure", 1),
        (0, 1, "guess", 1),
        (1, 1, "guess", 2),
        (1, 1, "think_so", 3),
        (1, 1, "", 3),
        (1, 1, "sure", 4),
        (1, 3, "sure", 1),
        (2, 3, "sure", 2),
        (3, 3, "sure", 4),
    ],
)
def test_how_well_it_was_remembered_follows_from_the_answer_and_how_sure_somebody_was(
    score, highest, confidence, rating
):
    assert rating_of(score, highest, confidence) == rating
