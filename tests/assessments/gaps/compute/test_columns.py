import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.gaps.compute.columns import IdIndex, InputError, SkillScales, sums

IDS = st.one_of(st.integers(-5, 60), st.sampled_from([2**40, 2**62, -(2**50)]))


@given(st.sets(IDS), st.lists(IDS))
def test_an_index_finds_each_id_and_says_which_are_absent(table, wanted):
    ids = sorted(table)
    index = IdIndex(np.array(ids, dtype=np.int64))
    expected = [ids.index(one) if one in table else -1 for one in wanted]
    assert index.positions(np.array(wanted, dtype=np.int64)).tolist() == expected


def test_scales_are_kept_by_skill_id():
    scales = SkillScales.of([(9, 4), (2, 7)])
    assert scales.skill.tolist() == [2, 9]
    assert scales.top.tolist() == [7, 4]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([(1, 4), (1, 5)], "skill-twice"), ([(1, 0)], "scale-top"), ([(1, float("nan"))], "scale-top")],
)
def test_scales_that_cannot_be_are_refused(rows, code):
    with pytest.raises(InputError) as caught:
        SkillScales.of(rows)
    assert caught.value.code == code
    assert caught.value.parameters == {"skill": 1}


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=300), st.integers(0, 7))
def test_a_sum_depends_on_its_own_rows_alone(values, shift):
    alone = sums(np.zeros(len(values), dtype=np.int64), np.array(values), 1)[0]
    mixed = np.concatenate([np.full(shift, 1e9), np.array(values), np.full(5, -3.0)])
    group = np.repeat([0, 1, 2], [shift, len(values), 5])
    assert sums(group, mixed, 3)[1].tobytes() == alone.tobytes()
