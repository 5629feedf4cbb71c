"""Front matter and Markdown in, a module out; what is missing is said with the file's name."""

from decimal import Decimal

import pytest

from demo.module_files import ModuleFileError, parse_module

PLAIN = """+++
key = "say-it"
title = "Say it"
kind = "article"
minutes = 4
skill = "empathy"
from = 1
to = 2.5
prerequisites = ["listen"]
facets = { product = ["payments"] }
summary = "One sentence."
+++

First the worry.

+++ is no fence here.
"""
QUESTION = """
[[question]]
text = "Which comes first?"
options = [
  { text = "The steps", rationale = "They cannot hear them yet." },
  { text = "The worry", is_right = true, rationale = "It is what they called for." },
]
"""
LINES = """
sign_off = "manager"
[[line]]
heading = "Before"
[[line]]
text = "Caller verified"
hint = "By two answers"
"""


def test_a_module_is_read_with_its_levels_as_decimals():
    module = parse_module(PLAIN, name="say-it.md")
    assert (module.key, module.minutes, module.skill) == ("say-it", 4, "empathy")
    assert (module.starts_at, module.leads_to) == (Decimal(1), Decimal("2.5"))
    assert module.prerequisites == ("listen",)
    assert module.facets == {"product": ["payments"]}
    assert module.body == "First the worry.\n\n+++ is no fence here."


def test_line_ends_of_another_system_are_read_alike():
    assert parse_module(PLAIN.replace("\n", "\r\n"), name="x") == parse_module(PLAIN, name="x")


def with_front(more):
    return PLAIN.replace('summary = "One sentence."\n', f'summary = "One sentence."\n{more}')


def test_questions_are_read_for_the_bank_at_the_level_that_the_module_leads_to():
    (question,) = parse_module(with_front(QUESTION), name="quiz.md").questions
    assert (question.key, question.level, question.stem) == ("say-it-1", 2, "Which comes first?")
    assert [one.is_right for one in question.options] == [False, True]


def test_lines_become_the_parts_of_a_checklist():
    parts = parse_module(with_front(LINES), name="list.md").parts
    assert parts["sign_off"] == "manager"
    assert [(one["text"], one["hint"], one["is_heading"]) for one in parts["lines"]] == [
        ("Before", "", True),
        ("Caller verified", "By two answers", False),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("No front matter.", "the front matter has to stand first"),
        ("+++\nkey = 1\n", "the front matter has to stand first"),
        (PLAIN.replace("minutes = 4", "minutes ="), "the front matter is not TOML"),
        (PLAIN.replace("minutes = 4", ""), "has no 'minutes'"),
    ],
)
def test_a_file_that_cannot_be_read_says_which_and_why(text, reason):
    with pytest.raises(ModuleFileError, match=rf"^broken\.md: .*{reason}"):
        parse_module(text, name="broken.md")
