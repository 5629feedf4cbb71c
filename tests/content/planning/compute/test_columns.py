"""Learners whose columns cannot be planned with are refused by position and skill."""

import pytest

from assessments.gaps.choices import GapStatus
from content.planning.compute import PlanInputError
from tests.content.planning.compute.worlds import Need, Person, learners_of

NAN = float("nan")


@pytest.mark.parametrize(
    ("people", "message"),
    [
        ([Person(5, ()), Person(-1, ())], "Learner at position 1 has -1 minutes"),
        ([Person(5, (), spent=-2)], "Learner at position 0 has 5 minutes left of 3"),
        ([Person(5, (Need(7, 1, 2, weight=0),))], "position 0, skill 7: weight"),
        ([Person(5, (Need(7, NAN, 2),))], "position 0, skill 7: mu"),
        ([Person(5, (Need(7, 1, NAN),))], "position 0, skill 7: required"),
        ([Person(5, (Need(7, 1, 2, status=9),))], "position 0, skill 7: status"),
        (
            [Person(5, (Need(8, 1, 2), Need(7, 1, 2), Need(8, 1, 3)))],
            "position 0, skill 8: the skill is there twice",
        ),
    ],
)
def test_values_that_make_no_sense_are_refused(people, message):
    with pytest.raises(PlanInputError, match=message):
        learners_of(people)


def test_a_need_of_nobody_is_refused():
    asked = learners_of([Person(5, (Need(7, 1, 2),), done=(3,))])
    columns = {name: getattr(asked, name) for name in asked.__slots__}
    with pytest.raises(PlanInputError, match=r"need_learner, row 0: 4 is no position in the 1 learners"):
        type(asked)(**columns | {"need_learner": [4]})
    with pytest.raises(PlanInputError, match="done_learner, row 0: -1 is no position"):
        type(asked)(**columns | {"done_learner": [-1]})


def test_what_is_not_known_may_be_absent_from_the_numbers():
    asked = learners_of([Person(5, (Need(7, NAN, 2, status=GapStatus.ASSESS_FIRST, sigma=NAN),))])
    assert len(asked) == 1
