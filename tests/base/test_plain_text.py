import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.plain_text import text_as_blocks, text_as_lines


def test_line_breaks_stay_and_an_empty_line_begins_a_paragraph():
    assert text_as_blocks("One\nTwo\n\nThree") == "<p>One<br>Two</p><p>Three</p>"


@pytest.mark.parametrize("bullet", ["-", "*", "–", "•", "·", "▪", "◦", "●", "\uf0b7"])
def test_lines_with_bullets_are_a_list(bullet):
    html = text_as_blocks(f"They can:\n{bullet} explain refunds\n  {bullet}\tanswer disputes")
    assert html == "<p>They can:</p><ul><li>explain refunds</li><li>answer disputes</li></ul>"


def test_bullets_whose_line_breaks_were_lost_are_a_list():
    assert text_as_blocks("Can: • plan • test") == "<p>Can:</p><ul><li>plan</li><li>test</li></ul>"


def test_an_indented_line_goes_on_with_its_item():
    assert text_as_blocks("- plan a\n  release\n- test") == "<ul><li>plan a release</li><li>test</li></ul>"


@pytest.mark.parametrize("text", ["follow-up", "−5 to 5", "a - b", "a • b", "1. First", "*bold*", "--"])
def test_signs_in_a_sentence_are_no_bullets(text):
    assert text_as_blocks(text) == f"<p>{text}</p>"


def test_what_was_typed_is_never_html():
    assert text_as_blocks("- <b>&\n<script>") == "<ul><li>&lt;b&gt;&amp;</li></ul><p>&lt;script&gt;</p>"
    assert text_as_lines('"<i>') == '<span class="text-line">&quot;&lt;i&gt;</span> '


def test_in_a_label_each_line_is_a_span():
    assert (
        text_as_lines("Can:\n- plan")
        == '<span class="text-line">Can:</span> <span class="text-item">plan</span> '
    )


def test_nothing_is_nothing():
    assert text_as_blocks(" \n ") == text_as_lines("") == ""


@given(st.text(alphabet=st.sampled_from("ab <&>-•*\n\t\"'")))
def test_only_its_own_tags_are_written_and_no_word_is_lost(text):
    for html, tags in ((text_as_blocks(text), "p|ul|li|br"), (text_as_lines(text), "span")):
        assert "<" not in re.sub(rf"</?({tags})( class=\"text-(line|item)\")?>", "", html)
        words = re.sub(r"<[^>]*>", " ", html)
        assert re.findall("[ab]+", text) == re.findall("[ab]+", re.sub(r"&\w+;|&#\w+;", " ", words))
