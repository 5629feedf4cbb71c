"""What is asked now: the most pressing first, never more than a day and a week have room for."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from content.refreshers.compute import Budget, DueCard, budget_of, chosen_cards

DAY = date(2026, 3, 2)
ROOM = Budget(questions=3, seconds=120)


def card(number: int, *, seconds: int = 30, recall: float | None = 0.9, is_changed: bool = False) -> DueCard:
    return DueCard(number, DAY, seconds, recall, is_changed)


def ids(*due: DueCard, budget: Budget = ROOM) -> list[int]:
    return [one.id for one in chosen_cards(due, budget)]


def test_what_has_changed_comes_first_then_what_is_most_likely_forgotten_then_what_was_never_asked():
    assert ids(card(1, recall=None), card(2, recall=0.8), card(3), card(4, recall=0.99, is_changed=True)) == [
        4,
        2,
        3,
    ]


def test_a_question_that_does_not_fit_makes_room_for_shorter_ones():
    assert ids(card(1, seconds=100, recall=0.5), card(2, seconds=90, recall=0.6), card(3, seconds=20)) == [
        1,
        3,
    ]


def test_a_day_that_is_used_up_has_room_for_nothing():
    budget = budget_of(
        most_a_day=3,
        seconds_a_day=120,
        seconds_a_week=600,
        asked_today=3,
        seconds_today=90,
        seconds_this_week=90,
    )
    assert (budget.questions, budget.is_week) == (0, False)


def test_a_week_that_is_used_up_is_said_to_be():
    budget = budget_of(
        most_a_day=3,
        seconds_a_day=120,
        seconds_a_week=600,
        asked_today=0,
        seconds_today=0,
        seconds_this_week=600,
    )
    assert (budget.questions, budget.seconds, budget.is_week) == (0, 0, True)


CARDS = st.lists(
    st.builds(
        DueCard,
        id=st.integers(1, 10_000),
        due_on=st.dates(),
        seconds=st.integers(5, 120),
        recall=st.none() | st.floats(0, 1),
        is_changed=st.booleans(),
    ),
    max_size=40,
)
COUNTS = st.integers(0, 2000)


@given(CARDS, st.integers(0, 12), COUNTS, COUNTS, COUNTS, COUNTS)
def test_caps_hold_whatever_is_due(due, most, week, asked, today, this_week):
    budget = budget_of(
        most_a_day=most,
        seconds_a_day=120,
        seconds_a_week=week,
        asked_today=asked,
        seconds_today=today,
        seconds_this_week=this_week,
    )
    chosen = chosen_cards(due, budget)
    seconds = sum(one.seconds for one in chosen)
    assert not chosen or len(chosen) + asked <= most
    assert not chosen or (seconds + today <= 120 and seconds + this_week <= week)
