"""What modules are of use to somebody: a hand-worked example, and any catalogue beside one judged by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue.compute import (
    NEAR,
    Asked,
    Needs,
    Place,
    columns_from,
    joined,
    matching,
    ranked,
    use_of,
)

REFUNDS, SQL, EMPATHY = 1, 2, 3
NEEDED = Needs(
    skill=np.array([REFUNDS, SQL, EMPATHY]),
    level=np.array([1.2, 1.0, np.nan]),
    required=np.array([3.0, 3.0, 2.0]),
    is_gap=np.array([True, True, False]),
    is_critical=np.array([True, False, False]),
)


def catalogue(*modules, minutes=4):
    """A module a list of (skill, from, to), numbered from 1."""
    effects = [(number, *one) for number, raised in enumerate(modules, 1) for one in raised]
    columns = list(zip(*effects, strict=True)) or [(), (), (), ()]
    return columns_from(
        module=np.arange(1, len(modules) + 1),
        kind=np.zeros(len(modules), dtype=np.int64),
        minutes=np.broadcast_to(np.asarray(minutes, dtype=np.int64), len(modules)).copy(),
        effect_module=np.array(columns[0], dtype=np.int64),
        effect_skill=np.array(columns[1], dtype=np.int64),
        effect_from=np.array(columns[2], dtype=np.float64),
        effect_to=np.array(columns[3], dtype=np.float64),
        filing_module=np.zeros(0, dtype=np.int64),
        filing_value=np.zeros(0, dtype=np.int64),
    )


def order_of(columns, *, done=(), helped=None):
    counts = np.zeros(len(columns.module), dtype=np.int64) if helped is None else np.array(helped)
    use = use_of(columns, NEEDED, columns.flags_of(np.array(done, dtype=np.int64)), counts)
    return use, columns.module[ranked(columns, use, counts)].tolist()


@pytest.mark.parametrize(
    ("raises", "place", "levels"),
    [
        ([(REFUNDS, 1, 2)], Place.CLOSES, 0.8),
        ([(REFUNDS, 1, 5)], Place.CLOSES, 1.8),
        ([(REFUNDS, 1, 2), (SQL, 0, 2)], Place.CLOSES, 1.8),
        ([(REFUNDS, 2, 3)], Place.LATER, 0),
        ([(REFUNDS, 0, 1)], Place.ROLE, 0),
        ([(EMPATHY, 0, 2)], Place.ROLE, 0),
        ([(7, 0, 2)], Place.OTHER, 0),
        ([], Place.OTHER, 0),
    ],
)
def test_what_closes_a_gap_by_now_is_of_most_use(raises, place, levels):
    use, _order = order_of(catalogue(raises))
    assert use.place.tolist() == [place]
    assert use.levels.tolist() == pytest.approx([levels])


def test_critical_skills_come_first_then_more_levels_then_fewer_minutes():
    modules = [[(SQL, 1, 2)], [(SQL, 1, 3)], [(REFUNDS, 1, 2)], [(REFUNDS, 1, 2)]]
    _use, order = order_of(catalogue(*modules, minutes=[4, 4, 5, 4]))
    assert order == [4, 3, 2, 1]


def test_then_comes_the_role_then_what_helped_colleagues_and_last_what_was_done():
    modules = [[(REFUNDS, 1, 3)], [(7, 0, 1)], [(7, 0, 1)], [(EMPATHY, 0, 1)], [(EMPATHY, 0, 1)]]
    _use, order = order_of(catalogue(*modules), done=[1], helped=[9, 0, 6, 0, 7])
    assert order == [5, 4, 3, 2, 1]


LEVELS = st.sampled_from([0.0, 0.5, 1.0, 1.7, 2.0, 3.0])
EFFECTS = st.lists(
    st.tuples(st.integers(1, 4), LEVELS, LEVELS).filter(lambda one: one[1] < one[2]),
    max_size=3,
    unique_by=lambda one: one[0],
)


def use_by_hand(raises, is_done, helped):
    if is_done:
        return Place.DONE, 0.0
    place, levels = Place.HELPFUL if helped else Place.OTHER, 0.0
    known = [one for one in raises if one[0] in (REFUNDS, SQL, EMPATHY)]
    if known:
        place = Place.ROLE
    for skill, start, end in known:
        row = NEEDED.skill.tolist().index(skill)
        if not NEEDED.is_gap[row]:
            continue
        level = float(NEEDED.level[row])
        if end > level:
            place = Place.LATER
        if start <= level + NEAR:
            levels += max(0.0, min(end, float(NEEDED.required[row])) - level)
    return (Place.CLOSES, levels) if levels else (place, 0.0)


@given(st.lists(st.tuples(EFFECTS, st.booleans(), st.integers(0, 2)), max_size=8))
def test_any_catalogue_is_judged_as_by_hand(rows):
    columns = catalogue(*(raises for raises, _done, _helped in rows))
    done = [number for number, (_raises, is_done, _helped) in enumerate(rows, 1) if is_done]
    use, order = order_of(columns, done=done, helped=[helped for _raises, _done, helped in rows])
    by_hand = [use_by_hand(*row) for row in rows]
    assert use.place.tolist() == [place for place, _levels in by_hand]
    assert use.levels.tolist() == pytest.approx([levels for _place, levels in by_hand])
    assert sorted(order) == columns.module.tolist()
    places = [use.place[number - 1] for number in order]
    assert places == sorted(places)


def test_what_names_a_module_that_is_not_there_is_left_out_and_a_filing_counts_once():
    columns = columns_from(
        module=np.array([3, 1]),
        kind=np.array([0, 1]),
        minutes=np.array([5, 2]),
        effect_module=np.array([3, 2, 1]),
        effect_skill=np.array([7, 7, 8]),
        effect_from=np.zeros(3),
        effect_to=np.ones(3),
        filing_module=np.array([1, 1, 9]),
        filing_value=np.array([4, 4, 4]),
    )
    assert columns.module.tolist() == [1, 3]
    assert columns.effect_skill.tolist() == [8, 7]
    assert columns.filing_row.tolist() == [0]
    both = joined(
        columns,
        catalogue([], [(7, 0, 1)]).__class__(
            **{
                **{name: getattr(columns, name) for name in columns.__dataclass_fields__},
                "module": np.array([2, 4]),
            }
        ),
    )
    assert both.module.tolist() == [1, 2, 3, 4]
    assert both.effect_skill.tolist() == [8, 8, 7, 7]
    found = matching(both, Asked(kind=1, minutes=2, facets={1: 4}))
    assert both.module[found].tolist() == [1, 2]
    assert not matching(both, Asked(skill=-1)).any()
