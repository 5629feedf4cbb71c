"""Authors write Markdown; readers get headings, tables and code, and nothing that could run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.markdown import render_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One **word**.", "<p>One <strong>word</strong>.</p>"),
        ("~~no~~", "<p><s>no</s></p>"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>'),
        ("`SELECT 1`", "<p><code>SELECT 1</code></p>"),
        ("    SELECT 1", '<pre tabindex="0"><code>SELECT 1\n</code></pre>'),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
    ],
)
def test_markdown_becomes_html(text, html):
    assert render_markdown(text).strip() == html


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# One\n\n## Two", ["h2", "h3"]),
        ("## One\n\n### Two", ["h2", "h3"]),
        ("### One", ["h3"]),
        ("# One\n\n###### Six", ["h2", "h6"]),
    ],
)
def test_headings_begin_below_the_title_of_the_page(text, tags):
    html = render_markdown(text)
    assert [f"h{html[place + 2]}" for place in range(len(html)) if html.startswith("<h", place)] == tags


def test_a_table_scrolls_in_a_frame_of_its_own():
    html = render_markdown("| Fee | Part |\n|---|---|\n| 1.4% | back |")
    assert html.startswith('<div class="table-frame" tabindex="0"><table>')
    assert "<td>1.4%</td>" in html
    assert html.rstrip().endswith("</table>\n</div>")


def test_an_answer_is_folded_away():
    html = render_markdown("<details>\n<summary>Answer</summary>\n\n**C.** 1.4%\n\n</details>")
    assert "<summary>Answer</summary>" in html
    assert "<strong>C.</strong>" in html
    assert html.strip().startswith("<details>")
    assert html.strip().endswith("</details>")


def test_a_checklist_has_boxes_to_tick():
    html = render_markdown("- [ ] **Ask** who\n- plain\n- [ ]")
    assert html.count("<input") == 1
    assert (
        '<li><label class="choice"><input type="checkbox"><span><strong>Ask</strong> who</span></label></li>'
        in html
    )


def test_whatever_can_be_filled_in_is_a_box():
    assert render_markdown("<input type='password' name='p'>") == '<input type="checkbox">'


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<p onclick='alert(1)'>x</p>",
        "[x](javascript:alert(1))",
        "<a href='javascript:alert(1)'>x</a>",
        "<iframe src='https://example.org'></iframe>",
        "<style>p { color: red }</style>",
        "<p style='position:fixed'>x</p>",
        "<div class='button-primary'>x</div>",
        "<img src=x onerror=alert(1)>",
        "<form action='https://example.org'><input name=q></form>",
        "<svg onload=alert(1)>",
    ],
)
def test_nothing_runs_styles_or_asks(text):
    html = render_markdown(text)
    for word in ("script", "onclick", "onerror", "onload", "style", "iframe", "button-primary", "<form"):
        assert word not in html.replace("javascript:alert(1))", "")
    assert "href" not in html


def test_links_give_away_nothing():
    assert render_markdown("[docs](https://example.org)") == (
        '<p><a href="https://example.org" rel="noopener noreferrer">docs</a></p>\n'
    )


@given(st.text(max_size=300))
def test_no_text_breaks_it_or_gets_a_script_in(text):
    assert "<script" not in render_markdown(text).lower()


@pytest.mark.parametrize("name", ["note", "Tip", "IMPORTANT", "warning", "caution"])
def test_a_quotation_with_a_mark_is_a_callout(name):
    html = render_markdown(f"> [!{name}]\n> Ask **first**.\n\n> Said.")
    assert f'<section class="callout callout-{name.lower()}">' in html
    assert f'<p class="callout-title">{name.capitalize()}</p>' in html
    assert "<strong>first</strong>" in html
    assert "<blockquote>\n<p>Said.</p>" in html


def test_a_mark_that_is_none_stays_a_quotation():
    assert "<blockquote>" in render_markdown("> [!DANGER]\n> No.")


def test_code_that_says_its_language_is_coloured_and_other_code_is_plain():
    assert '<span class="k">select</span>' in render_markdown("```sql\nselect 1\n```")
    assert "<span" not in render_markdown("```nope\nselect 1\n```")
    assert "&lt;script&gt;" in render_markdown("```html\n<script>\n```").replace(
        '<span class="nt">', ""
    ).replace('<span class="p">', "").replace("</span>", "")
