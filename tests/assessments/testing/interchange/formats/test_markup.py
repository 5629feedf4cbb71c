"""HTML and plain text as Markdown: what is shown stays the same, and what is lost is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.testing.interchange.formats.html_markdown import Image
from assessments.testing.interchange.formats.items import settled
from assessments.testing.interchange.formats.markup import (
    from_html,
    from_markdown,
    from_plain,
    image_markdown,
    plain_from_html,
    to_html,
    to_plain,
)
from tests.assessments.testing.interchange.formats.arbitrary import texts

PIECES = [
    "**",
    "*",
    "_",
    "`",
    "#",
    ">",
    "- ",
    "1. ",
    "\n",
    "\n\n",
    "<b>",
    "</b>",
    "[a](http://x.y)",
    "|",
    "a b",
    "&",
]
markdown = st.lists(st.sampled_from(PIECES) | texts, max_size=10).map("".join)


@given(texts)
def test_plain_text_is_shown_as_it_is(text):
    assert to_plain(from_plain(text)) == text


@given(markdown)
def test_markdown_that_went_through_html_stays_as_it_is(text):
    once = from_html(to_html(from_html(to_html(text)).text)).text
    assert from_html(to_html(once)).text == once


@given(texts, texts)
def test_a_picture_of_markdown_is_taken_out_again(address, alt):
    image = Image(" ".join(address.replace("<", "").replace(">", "").split()), " ".join(alt.split()))
    found = from_markdown(f"Before\n\n{image_markdown(image)}")
    assert found.text == "Before"
    assert found.images == (image,)


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>Look &amp; <b>see</b>.<br>Now</p>", "Look & **see**.\nNow"),
        ("<p>one</p>\n\n<p>two\nlines</p>", "one\n\ntwo lines"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
        ("a<em>(b)</em>c", "a<em>(b)</em>c"),
        ("H<sub>2</sub>O, <kbd>Ctrl</kbd>", "H<sub>2</sub>O, <kbd>Ctrl</kbd>"),
        ("<pre>a  b\n  c</pre>", "```\na  b\n  c\n```"),
        (
            "<p>1. no list</p><p># no title</p><p>- nor this</p>",
            "1\\. no list\n\n\\# no title\n\n\\- nor this",
        ),
        ("<p>a_b 2 * 3 [x] &lt;b&gt;</p>", "a_b 2 * 3 \\[x] \\<b>"),
        ("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>", "| a |\n| --- |\n| b\\|c |"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "a\n\nb"),
        ('<a href="https://x.example/a b">there</a>', "[there](https://x.example/a%20b)"),
        ('<a href="javascript:alert(1)">there</a>', "there"),
        ("<script>alert(1)</script>Who?", "Who?"),
        ("<p>unclosed <b>bold", "unclosed **bold**"),
    ],
)
def test_html_becomes_the_markdown_that_a_person_would_write(source, markdown):
    assert from_html(source).text == markdown


@pytest.mark.parametrize(
    ("source", "lost"),
    [
        ('<p style="color: red">a</p>', {("markup", "style")}),
        ("<u>a</u> <ins>b</ins>", {("markup", "ins, u")}),
        ('<td rowspan="2">a</td>', {("markup", "merged cells")}),
        ("<iframe></iframe><audio></audio>", {("media", "audio, iframe")}),
        (r"\(x^2\)", {("formula", r"\(x^2\)")}),
        ('<a href="file:///etc">a</a>', {("link", "file:///etc")}),
        ("<div>" * 80 + "a" + "</div>" * 80, {("deep_markup", "")}),
        ('<p dir="ltr" class="x"><span>a</span></p>', set()),
    ],
)
def test_what_has_no_markdown_is_told(source, lost):
    assert set(from_html(source).lost) == lost


def test_an_answer_is_plain_text():
    markup = plain_from_html('<p>a <i>b</i><br>c</p><img src="x.png" alt="y">')
    assert (markup.text, markup.images) == (settled("a b\nc"), (Image("x.png", "y"),))
    assert set(markup.lost) == {("plain_part", "i")}
