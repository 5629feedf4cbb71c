import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.gaps.compute.columns import RequirementColumns
from assessments.gaps.compute.requirements import resolve_requirements

# person, skill, required, weight, critical, role level, family
LOW = (0, 7, 2, 5, True, 31, 1)
HIGH = (0, 7, 3, 1, False, 32, 2)


def resolved(*rows):
    columns = resolve_requirements(RequirementColumns.of(rows))
    return list(zip(*(getattr(columns, name).tolist() for name in columns.types), strict=True))


def test_the_highest_required_level_wins_and_is_critical_up_to_what_the_other_role_needs():
    assert resolved(LOW, HIGH) == [(0, 7, 3, 1, True, 32, 2, 2)]


@pytest.mark.parametrize(
    ("one", "other", "role_level"),
    [
        ((0, 7, 3, 2, False, 40, 1), (0, 7, 3, 1, False, 30, 1), 40),
        ((0, 7, 3, 1, False, 40, 1), (0, 7, 3, 1, False, 30, 1), 30),
    ],
)
def test_among_equal_levels_the_larger_weight_wins_then_the_lower_id(one, other, role_level):
    assert resolved(one, other)[0][5] == role_level
    assert resolved(other, one)[0][5] == role_level


def test_requirements_are_sorted_by_person_and_skill():
    rows = [(1, 3, 1, 1, False, 1, 1), (0, 9, 1, 1, False, 1, 1), (0, 2, 1, 1, False, 1, 1)]
    assert [row[:2] for row in resolved(*rows)] == [(0, 2), (0, 9), (1, 3)]


def test_resolved_requirements_are_left_as_they_are():
    columns = resolve_requirements(RequirementColumns.of([LOW, (0, 8, 1, 1, False, 31, 1)]))
    assert columns.critical_level.tolist() == [2, 0]
    assert resolve_requirements(columns) is columns


def test_no_requirements_resolve_to_none():
    assert len(resolve_requirements(RequirementColumns.of([]))) == 0


ROWS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(1, 3),
        st.sampled_from([1.0, 2.0, 3.5]),
        st.sampled_from([1.0, 2.0]),
        st.booleans(),
        st.integers(1, 5),
        st.just(1),
    ),
    max_size=30,
    unique_by=lambda row: (row[0], row[1], row[5]),
)


@given(ROWS)
def test_it_equals_the_rule_spelled_out(rows):
    cells = {(row[0], row[1]) for row in rows}
    expected = []
    for cell in sorted(cells):
        mine = [row for row in rows if row[:2] == cell]
        won = min(mine, key=lambda row: (-row[2], -row[3], row[5]))
        alone = [row[2] for row in mine if row[4]]
        expected.append((*won[:4], bool(alone), *won[5:], max(alone, default=0)))
    assert resolved(*rows) == expected


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    before = resolved(*rows)
    random.shuffle(rows)
    assert resolved(*rows) == before


def test_a_column_of_another_length_is_refused_by_name():
    with pytest.raises(ValueError, match="weight"):
        RequirementColumns(
            person=np.zeros(2),
            skill=np.zeros(2),
            required=np.ones(2),
            weight=np.ones(3),
            critical=np.zeros(2),
            role_level=np.zeros(2),
            family=np.zeros(2),
        )
