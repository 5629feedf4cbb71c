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
options = ["The steps", "The worry", "The policy"]
answer = 1
why = "They cannot hear steps yet."
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


def test_questions_become_headings_options_and_an_answer_to_open():
    asked = PLAIN.replace('summary = "One sentence."\n', f'summary = "One sentence."\n{QUESTION}')
    body = parse_module(asked, name="quiz.md").body
    assert body.startswith("First the worry.")
    assert "## Question 1\n\nWhich comes first?\n\n- **A.** The steps\n- **B.** The worry" in body
    assert body.endswith(
        "<details>\n<summary>Answer</summary>\n\n**B.** They cannot hear steps yet.\n\n</details>"
    )


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
