"""Circles in a hierarchy, against walking up from everybody."""

from hypothesis import given
from hypothesis import strategies as st

from lifow.people.roster.interchange.circles import circle_text, circles

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
