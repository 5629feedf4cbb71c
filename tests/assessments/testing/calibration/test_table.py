"""Answers as a table: a row for each person and quarter, a column for each item."""

import numpy as np

from assessments.testing.calibration.compute.table import AnswerTable, table_of

NAN = float("nan")


def table(*answers: tuple[int, int, int, int], mean=None, sd=None) -> AnswerTable:
    """Of (version, person, month, score), in the order of their times."""
    version, person, month, score = np.array(answers, dtype=np.int64).reshape(-1, 4).T
    nothing = np.full(len(version), NAN)
    known = [nothing if one is None else np.array(one) for one in (mean, sd)]
    return table_of(version, person, month, score, *known)


def test_each_person_and_quarter_is_a_row_and_each_version_a_column():
    found = table((20, 1, 0, 1), (10, 1, 2, 0), (20, 2, 1, 0), (20, 1, 3, 0))
    assert found.columns.tolist() == [10, 20]
    assert found.responses.scores.tolist() == [[0, 1], [-1, 0], [-1, 0]]
    assert found.row.tolist() == [0, 0, 2, 1]
    assert found.is_first.all()


def test_of_two_answers_to_the_same_item_within_a_quarter_the_first_counts():
    found = table((10, 1, 0, 0), (10, 1, 1, 1), (10, 1, 5, 1))
    assert found.responses.scores.tolist() == [[0], [1]]
    assert found.is_first.tolist() == [True, False, True]


def test_what_was_known_is_that_of_the_first_sitting_in_which_anything_was():
    found = table(
        (10, 1, 0, 1),
        (20, 1, 0, 1),
        (30, 1, 1, 1),
        (10, 2, 0, 0),
        mean=[NAN, 2.0, 3.0, NAN],
        sd=[NAN, 0.5, 0.1, NAN],
    )
    assert found.responses.mean[0] == 2
    assert found.responses.sd[0] == 0.5
    assert found.responses.is_known.tolist() == [True, False]


def test_nothing_makes_an_empty_table():
    found = table()
    assert found.responses.scores.shape == (0, 0)


def test_a_table_holds_what_one_answer_at_a_time_would_put_into_it():
    draw = np.random.default_rng(4)
    answers = np.stack(
        [
            draw.integers(1, 6, 400),
            draw.integers(1, 9, 400),
            np.sort(draw.integers(0, 12, 400)),
            draw.integers(0, 3, 400),
        ]
    ).T
    found = table(*map(tuple, answers.tolist()))
    expected: dict[tuple[int, int, int], int] = {}
    for version, person, month, score in answers.tolist():
        expected.setdefault((person, month // 3, version), score)
    rows = sorted({key[:2] for key in expected})
    told = {
        (*rows[row], int(found.columns[column])): int(found.responses.scores[row, column])
        for row, column in np.argwhere(found.responses.scores >= 0)
    }
    assert told == expected
