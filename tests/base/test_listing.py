"""Ten are named, the others are counted."""

import pytest

from lifow.base.listing import first_names


@pytest.mark.parametrize("count", [0, 1, 10])
def test_ten_names_are_named(count):
    assert first_names(range(count)) == [str(each) for each in range(count)]


def test_of_more_than_ten_the_rest_is_counted():
    assert first_names(range(10_000))[-2:] == ["9", "9,990 more"]
    assert first_names(range(11), more="noch %(count)s")[-1] == "noch 1"
