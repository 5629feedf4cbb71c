"""Totals and sums of groups, by hand; packed, and added up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.aggregates.compute import (
    TOTALS_DTYPE,
    Needs,
    TotalsError,
    add_totals,
    pack_totals,
    totals_of_groups,
    unpack_totals,
)
from assessments.gaps.choices import GapStatus


def needs_of(*rows) -> Needs:
    """Requirements from (group, skill, status, critical gap, never assessed, gap)."""
    group, skill, status, critical, never, gap = zip(*rows, strict=True) if rows else ((),) * 6
    return Needs(
        group=np.array(group, dtype=np.int64),
        skill=np.array(skill, dtype=np.int64),
        status=np.array(status, dtype=np.int64),
        critical_gap=np.array(critical, dtype=bool),
        never_assessed=np.array(never, dtype=bool),
        gap=np.array(gap, dtype=np.float64),
    )


def test_totals_count_people_by_status_and_add_up_what_is_missing():
    needs = needs_of(
        (0, 7, GapStatus.GAP, True, False, 1.5),
        (0, 7, GapStatus.GAP, False, False, 0.5),
        (0, 7, GapStatus.ASSESS_FIRST, False, True, 0.75),
        (0, 7, GapStatus.ASSESS_FIRST, False, False, 0.25),
        (0, 7, GapStatus.MEETS, False, False, 0.125),
    )
    (rows,) = totals_of_groups(needs, 1)
    assert rows.tolist() == [(7, 5, 2, 2, 1, 1, 1, 2.0)]


def test_totals_are_by_group_and_skill_and_a_group_may_be_empty():
    needs = needs_of(
        (1, 9, GapStatus.GAP, False, False, 1),
        (1, 7, GapStatus.MEETS, False, False, 0),
        (3, 7, GapStatus.GAP, False, False, 1),
    )
    found = totals_of_groups(needs, 4)
    assert [rows[["skill", "people"]].tolist() for rows in found] == [[], [(7, 1), (9, 1)], [], [(7, 1)]]
    assert [len(rows) for rows in totals_of_groups(needs_of(), 2)] == [0, 0]


rows = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(1, 5),
        st.sampled_from(list(GapStatus)),
        st.booleans(),
        st.booleans(),
        st.integers(0, 40).map(lambda eighths: eighths / 8),
    ),
    max_size=30,
)


@given(rows)
def test_groups_add_up_to_the_totals_of_all_and_survive_being_packed(rows):
    parts = totals_of_groups(needs_of(*rows), 4)
    (whole,) = totals_of_groups(needs_of(*((0, *row[1:]) for row in rows)), 1)
    added = add_totals([unpack_totals(pack_totals(part)) for part in parts])
    assert added.tolist() == whole.tolist()


def test_nothing_adds_up_to_nothing():
    assert len(add_totals([])) == 0
    assert len(unpack_totals(pack_totals(np.zeros(0, dtype=TOTALS_DTYPE)))) == 0


@pytest.mark.parametrize("packed", [b"", b"LTOT", b"LGAP\x01\x00\x28\x00", b"LTOT\x02\x00\x28\x00"])
def test_other_bytes_are_no_totals(packed):
    with pytest.raises(TotalsError, match="anew"):
        unpack_totals(packed)
