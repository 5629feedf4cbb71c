"""Which bytes of a file are answered, by RFC 9110."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.uploads.ranges import MOST, ByteRange, UnsatisfiableError, range_of


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-499", (0, 499)),
        ("bytes=500-", (500, 9999)),
        ("bytes=-500", (9500, 9999)),
        ("bytes=-99999", (0, 9999)),
        ("bytes=9999-99999", (9999, 9999)),
        ("Bytes = 1 - 2", (1, 2)),
        ("", None),
        ("bytes=-", None),
        ("bytes=5-4", None),
        ("bytes=0-1,4-5", None),
        ("lines=0-1", None),
        ("bytes=a-b", None),
        ("bytes=١-٢", None),
    ],
)
def test_a_range_is_read_as_the_standard_says(header, expected):
    found = range_of(header, 10_000)
    assert (found and (found.first, found.last)) == expected


@pytest.mark.parametrize("header", ["bytes=10000-", "bytes=-0"])
def test_what_lies_behind_the_end_cannot_be_answered(header):
    with pytest.raises(UnsatisfiableError):
        range_of(header, 10_000)


@given(st.text(max_size=30) | st.from_regex(r"bytes=\d{0,8}-\d{0,8}", fullmatch=True), st.integers(1, 2**33))
def test_an_answer_is_within_the_file_and_short(header, size):
    try:
        found = range_of(header, size)
    except UnsatisfiableError:
        return
    assert found is None or (0 <= found.first <= found.last < size and found.length <= MOST)
    assert found is None or isinstance(found, ByteRange)
