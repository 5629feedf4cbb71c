"""Blocks are as Slack takes them, whatever people have written: escaped, never empty, never too long."""

import json

import pytest

from channels.slack.blocks.elements import (
    MOST_BLOCKS,
    Button,
    Option,
    cut_escaped,
    escaped,
    link,
    message,
    section,
)
from channels.slack.blocks.forms import AskShown, LevelShown, RatingShown, ask_view, rating_view, told_view
from channels.slack.blocks.home import HomeShown, StepShown, WeekShown, home_view, week_message
from channels.slack.blocks.messages import FoundShown, HelpShown, LetterShown, found_message, letters_message
from channels.slack.blocks.questions import FeedbackShown, QuestionShown, feedback_view, question_view

LONG = "<&>" * 4_000
TEXTS = ["", " ", "a", "*bold* <!channel> & <@U1>", LONG, "é" * 5_000, "a\n" * 3_000]
MOST = {
    "header": 150,
    "section": 3_000,
    "button": 75,
    "option": 75,
    "title": 24,
    "label": 2_000,
    "element": 2_000,
}


def step(text):
    return StepShown(title=text, url="https://lifow.example/1", minutes=4, why=text)


def week(text):
    return WeekShown(minutes_planned=4, minutes_done=0, steps=[step(text)] * 60, url="https://lifow.example/")


def question(text, kind):
    return QuestionShown(
        sitting="sit_1",
        number=1,
        most=3,
        kind=kind,
        text=text,
        options=[Option(text, str(number)) for number in range(10)],
        unit=text[:20],
        has_picture=False,
        confidences=[Option("Sure", "sure")],
        url="https://lifow.example/",
        rows=[("place-1", text), ("place-2", text)],
        problem=text,
    )


def everything(text):
    """Each thing that lifow shows in Slack, of this text."""
    help_ = HelpShown("hlp_1", text, text, text, text)
    yield home_view(HomeShown(week(text), 2, 2, 1, [(text, "https://lifow.example/")] * 9, [help_] * 9))
    yield week_message(week(text), 2, 2)
    yield ask_view(AskShown("k", text[:200], text, [(text, "https://lifow.example/")], problem=text))
    levels = [LevelShown(value, text, text) for value in range(8)]
    yield rating_view(RatingShown("rtg_1", "k", text, levels, problem=text))
    yield told_view(text, Button(text, url="https://lifow.example/"))
    yield found_message(text, [FoundShown(text, "https://lifow.example/", text, text)] * 3)
    yield letters_message(text, [LetterShown(text, text, "https://lifow.example/", text, [text])] * 30)
    for kind in ("single", "multiple", "text", "order"):
        yield question_view(question(text, kind))
    yield feedback_view(FeedbackShown(False, [text] * 12, text, text, "sit_1", text))


def texts_of(block, kind=""):
    """Every text with what it is a text of."""
    if isinstance(block, dict):
        here = block.get("type") if block.get("type") in MOST else kind
        for name, value in block.items():
            if name == "text" and isinstance(value, str):
                yield kind, value
            else:
                inside = name if name in ("title", "label") else "option" if name == "options" else here
                yield from texts_of(value, inside or kind)
    elif isinstance(block, list):
        for one in block:
            yield from texts_of(one, kind)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:12]))
def test_whatever_is_written_slack_takes_it(text):
    for shown in everything(text):
        json.dumps(shown)
        limit = 100 if shown.get("type") else MOST_BLOCKS
        assert 1 <= len(shown["blocks"]) <= limit
        for kind, words in texts_of(shown):
            assert words.strip(), (kind, shown)
            assert len(words) <= MOST.get(kind, 3_000), (kind, len(words))
            assert "<!channel>" not in words or kind in ("option", "button", "title", "label", "header")
            assert "<@U1>" not in words or kind in ("option", "button", "title", "label", "header")


def test_no_escape_is_cut_in_two():
    for most in range(3, 60):
        words = cut_escaped("<&>" * 40, most)
        assert len(words) <= most
        assert escaped(words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")) == words


def test_a_title_ends_no_link():
    assert link("a|b>c", "https://lifow.example/?a=1&b=2") == "<https://lifow.example/?a=1&amp;b=2|a¦b&gt;c>"


def test_a_message_has_words_for_notifications():
    assert message("", [section("x")])["text"] == "–"
