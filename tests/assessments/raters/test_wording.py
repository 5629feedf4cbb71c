"""What is said of a rater's difference, in levels of five."""

import pytest

from assessments.raters.reports import RaterDifference
from lifow.people.persons.models import Person


def difference(levels: float, reach: float = 0.1) -> RaterDifference:
    return RaterDifference(Person(), levels, reach, ratings=48, compared=40)


@pytest.mark.parametrize(
    ("levels", "short", "of_oneself"),
    [
        (0.34, "0.3 levels higher", "You rate people 0.3 levels higher than others rate the same people."),
        (-0.06, "0.1 levels lower", "You rate people 0.1 levels lower than others rate the same people."),
        (0.15001, "0.2 levels higher", "You rate people 0.2 levels higher than others rate the same people."),
        (1.0, "1.0 levels higher", "You rate people 1.0 levels higher than others rate the same people."),
        (0.04, "no difference", "You rate people as others rate the same people."),
        (-0.04, "no difference", "You rate people as others rate the same people."),
    ],
)
def test_a_difference_is_rounded_and_said_in_words(levels, short, of_oneself):
    assert difference(levels).short == short
    assert difference(levels).of_oneself == of_oneself


def test_what_is_left_open_is_never_said_to_be_nothing():
    assert difference(0.3, reach=0.01).give_or_take == "give or take 0.1"
    assert difference(0.3, reach=0.27).give_or_take == "give or take 0.3"


def test_more_than_chance_is_beyond_what_is_given_or_taken():
    assert difference(-0.3, reach=0.2).is_clear
    assert not difference(0.1, reach=0.2).is_clear


def test_hr_reads_it_after_a_name():
    assert difference(-0.3).of_others == "rates 0.3 levels lower than others rate the same people"
    assert difference(0).of_others == "rates as others rate the same people"
