"""Aiken: questions, options and the letter of the right one."""

import pytest

from assessments.testing.interchange.formats import aiken
from assessments.testing.interchange.formats.items import ParsedItem, lettered

TWO = "Who may refund?\nA. Everybody\nB) The lead\nANSWER: B\n\nWho else?\nA. x\nB. y\nANSWER: A\n"


def test_questions_are_read():
    first, second = aiken.read(TWO.encode()).items
    assert first.stem == "Who may refund?"
    assert [(one["text"], one["is_right"]) for one in first.body["options"]] == [
        ("Everybody", False),
        ("The lead", True),
    ]
    assert second.where.line == 6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Who?\nA. a\nB. b\nANSWER: C\n", "unknown_answer"),
        ("Who?\nA. a\nB. b\n", "no_answer_line"),
        ("Who?\nANSWER: A\n", "no_question"),
        ("Who?\nA. a\nA. b\nANSWER: A\n", "unknown_answer"),
    ],
)
def test_a_broken_question_is_told_and_the_next_is_read(text, code):
    parsed = aiken.read(f"{text}Which?\nA. a\nB. b\nANSWER: A".encode())
    assert [one.code for one in parsed.remarks] == [code]
    assert [one.stem for one in parsed.items] == ["Which?"]


def test_what_aiken_has_no_room_for_is_told():
    options = lettered(
        [
            {"text": "a", "is_right": True, "rationale": "So"},
            {"text": "b", "is_right": False, "rationale": ""},
        ]
    )
    items = [
        ParsedItem("single", "Who **may**?", {"options": options}, level=2),
        ParsedItem("numeric", "How many?", {"answer": "1", "tolerance": "0", "unit": "", "rationale": ""}),
    ]
    written = aiken.write(items)
    assert [(one.code, one.value) for one in written.remarks] == [
        ("formatting", ""),
        ("not_carried", "numeric"),
        ("no_room", "level, rationale"),
    ]
    assert aiken.read(written.content).items[0].stem == "Who may?"
