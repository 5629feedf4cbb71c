"""Circles in a hierarchy, against walking up from everybody; orders of what is needed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.hierarchy import CircleError, branch_texts, circle_text, circles, needed_first

hierarchies = st.dictionaries(st.integers(0, 12), st.integers(0, 12), max_size=13)


def on_a_circle(member, above):
    at = above.get(member)
    for _ in above:
        if at == member:
            return True
        at = above.get(at)
    return False


@given(hierarchies)
def test_the_members_of_circles_are_those_who_come_back_to_themselves(above):
    found = [member for circle in circles(above) for member in circle]

    assert sorted(found) == [member for member in sorted(above) if on_a_circle(member, above)]


@given(hierarchies)
def test_each_member_is_followed_by_the_one_above(above):
    for circle in circles(above):
        assert [above[member] for member in circle] == [*circle[1:], circle[0]]


def test_the_text_begins_with_the_first_name_wherever_the_circle_was_entered():
    labels = {1: "Bo", 2: "Ama", 3: "Cy"}

    assert circle_text((1, 3, 2), labels) == circle_text((3, 2, 1), labels) == "Ama → Bo → Cy → Ama"


@given(st.dictionaries(st.integers(0, 9), st.frozensets(st.integers(0, 9), max_size=3), max_size=10))
def test_what_is_needed_comes_first_or_a_circle_is_named(needs):
    everything = needs.keys() | {one for several in needs.values() for one in several}
    order, path = [], []
    try:
        order = needed_first(needs)
    except CircleError as error:
        path = error.path
    if path:
        assert path[0] == path[-1]
        assert all(later in needs[one] for one, later in pairwise(path))
    else:
        assert sorted(order) == sorted(everything)
        for one, several in needs.items():
            assert all(order.index(each) < order.index(one) for each in several)


def test_a_circle_can_be_told_from_any_of_its_members():
    with pytest.raises(CircleError) as error:
        needed_first({1: [2], 2: [3], 3: [1], 4: [1]})
    assert error.value.path_from(2) == [2, 3, 1, 2]
    assert error.value.path_from(4) == error.value.path


def test_a_long_circle_names_ten_and_counts_the_rest():
    names = {member: f"{member:05}" for member in range(10_000)}
    text = circle_text(tuple(names), names)
    assert text.startswith("00000 → 00001 → ")
    assert text.endswith("00009 → 9,990 more → 00000")


def test_an_error_about_a_long_circle_is_short():
    with pytest.raises(CircleError) as error:
        needed_first({member: [(member + 1) % 5000] for member in range(5000)})
    assert len(error.value.path) == 5001
    assert "4,990 more" in str(error.value)
    assert len(str(error.value)) < 200


@given(hierarchies)
def test_a_branch_names_everybody_up_to_where_it_ends_or_closes(above):
    members = {*above, *above.values()}
    branches = branch_texts({member: str(member) for member in members}, above)
    for member in members:
        way: list[int] = []
        at = member
        while at is not None and at not in way:
            way.append(at)
            at = above.get(at)
        rest = [f"{len(way) - 10} more"] if len(way) > 10 else []
        assert branches[member] == [*rest, *map(str, reversed(way[:10]))]
