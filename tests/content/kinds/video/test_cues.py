"""Captions are read from WebVTT and SubRip; what is wrong is told with its line; markup is inert."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.kinds.video.cues import Cue, Wrong, as_webvtt, read_captions, sentences_of

FILE = """WEBVTT - refunds

NOTE made by hand

STYLE
::cue { background: url(https://evil.example/) }

1
00:01.000 --> 00:03.500 align:start
<v Priya>Fees are <b>kept</b> &amp; told.

00:00:04.000 --> 01:00:05.000
Since March.
"""
SUBRIP = "1\n00:00:01,000 --> 00:00:03,500\nFees are kept.\n\n2\n00:00:04,000 --> 00:00:05,000\nYes.\n"
TIMES = "00:01.000 --> 00:02.000"


def problems(text: str) -> list[tuple[int, Wrong]]:
    return [(one.line, one.what) for one in read_captions(text).problems]


def test_words_and_times_are_read_and_nothing_else():
    found = read_captions(FILE)
    assert list(found.cues) == [Cue(1, 3.5, "Priya: Fees are kept & told."), Cue(4, 3605, "Since March.")]
    assert not found.problems


def test_subrip_is_read_as_well():
    assert [one.text for one in read_captions(SUBRIP.replace("\n", "\r\n")).cues] == [
        "Fees are kept.",
        "Yes.",
    ]
    assert not problems(SUBRIP)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, Wrong.NOTHING),
        ("WEBVTT\n", 1, Wrong.NOTHING),
        (f"Hello\n\n{TIMES}\nA", 1, Wrong.NO_HEADER),
        ("WEBVTT\n\nHello\nyou", 3, Wrong.NO_TIMES),
        ("WEBVTT\n\n1\n00:01 --> 00:02\nA", 4, Wrong.BAD_TIMES),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nA", 3, Wrong.BAD_TIMES),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nA", 3, Wrong.ENDS_BEFORE),
        (f"WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n{TIMES}\nB", 6, Wrong.OUT_OF_ORDER),
        (f"WEBVTT\n\n{TIMES}\nA\n{TIMES}\nB", 4, Wrong.TOO_LONG),
        (f"WEBVTT\n\n{TIMES}\n{'x' * 1001}", 4, Wrong.TOO_LONG),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, line, what):
    assert (line, what) in problems(text)


def test_problems_are_counted_to_ten():
    assert len(problems("WEBVTT\n\n" + "Hello\n\n" * 50)) == 10


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "&lt;script&gt;",
        "<b",
        "<c.red>A</c>",
        "<00:01.500>",
    ],
)
def test_markup_is_inert(markup):
    found = read_captions(f"WEBVTT\n\n{TIMES}\nA {markup} B")
    assert "<" not in as_webvtt(found.cues).replace("-->", "")


@given(st.text(max_size=200) | st.text(alphabet="WEBVTT\n0123:.,-> <&;#", max_size=200))
def test_whatever_is_read_what_comes_of_it_is_read_alike(text):
    cues = list(read_captions(text).cues)
    again = read_captions(as_webvtt(cues))
    assert [(one.begin, one.end, one.text) for one in again.cues] == [
        (one.begin, one.end, one.text) for one in cues
    ]
    assert not cues or not again.problems


def test_cues_are_joined_to_sentences():
    cues = [
        Cue(0, 1, "Fees are"),
        Cue(1, 2, "kept."),
        Cue(2, 3, "Why?"),
        *(Cue(3, 4, "and") for _ in range(6)),
    ]
    assert [(one.begin, one.text) for one in sentences_of(cues)] == [
        (0, "Fees are kept."),
        (2, "Why?"),
        (3, "and and and and"),
        (3, "and and"),
    ]
