"""The median of counted values is that of the values written out, and costs nothing for many."""

from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from lifow.base.medians import median_of_counts


@given(st.dictionaries(st.integers(-50, 50), st.integers(0, 6), max_size=8))
def test_it_is_the_median_of_the_values_written_out(times):
    values = [value for value, count in times.items() for _ in range(count)]
    assert median_of_counts(times) == (median(values) if values else None)


def test_values_that_were_seen_a_billion_times_are_counted():
    assert median_of_counts({3: 2**31 - 1, 9: 1}) == 3
