"""Counts that end early."""

import pytest

from lifow.base.templatetags.display import bounded


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (99, "99"), (100, "99+"), (250, "99+")])
def test_a_count_says_where_it_ended(count, shown):
    assert bounded(count) == shown
