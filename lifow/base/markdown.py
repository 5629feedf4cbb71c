"""Markdown of authors as HTML that is safe to show: what is not on the list is taken out."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("strong", "em", "s", "a", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "div"),
    *("kbd", "mark", "sub", "sup", "abbr", "label", "input", "span"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "details": {"open"}, "abbr": {"title"}}
LOWEST_HEADING = 6
BOX = "[ ] "

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes={"div": {"table-frame"}, "label": {"choice"}},
    # What scrolls by itself has to be reached with the keyboard too; what can be filled in is a box to tick.
    set_tag_attribute_values={
        "pre": {"tabindex": "0"},
        "div": {"tabindex": "0"},
        "input": {"type": "checkbox"},
    },
    url_schemes={"https", "http", "mailto"},
    link_rel="noopener noreferrer",
)


def render_markdown(text: str) -> SafeString:
    """CommonMark with tables, struck-out text, `<details>` and a few other tags, as safe HTML.

    A new line begins a new line, and `- [ ]` is a box to tick, as in what people write elsewhere.

    The page's title is its h1, so headings begin at h2, each as much lower as it was. Images, scripts,
    styles and addresses other than web and mail are taken out.
    """
    return _clean(_parser.render(text))


def render_guide(text: str) -> SafeString:
    """A page of the guide, or a part of one, as safe HTML: where its editor broke a line is no new line."""
    return _clean(_guide_parser.render(text))


def _clean(html: str) -> SafeString:
    return mark_safe(_cleaner.clean(html))  # noqa: S308 (the cleaner is what makes it safe)


def _lower_headings(state: StateCore) -> None:
    """Move all headings down so that the highest is h2."""
    headings = [token for token in state.tokens if token.type in ("heading_open", "heading_close")]
    shift = max(0, 2 - min((int(token.tag[1]) for token in headings), default=2))
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + shift, LOWEST_HEADING)}"


def _frame_tables(state: StateCore) -> None:
    """Put each table into a frame in which it scrolls where it is wider than the text."""
    framed: list[Token] = []
    for token in state.tokens:
        if token.type == "table_open":
            framed.append(_raw('<div class="table-frame">'))
        framed.append(token)
        if token.type == "table_close":
            framed.append(_raw("</div>"))
    state.tokens = framed


def _make_boxes(state: StateCore) -> None:
    """Make each list item that begins with `[ ]` a box to tick, for whoever works through the list."""
    for before, paragraph, text in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        is_item = before.type == "list_item_open" and paragraph.type == "paragraph_open"
        words = text.children or []
        if is_item and words and words[0].type == "text" and words[0].content.startswith(BOX):
            words[0].content = words[0].content.removeprefix(BOX)
            text.children = [_raw('<label class="choice"><input><span>'), *words, _raw("</span></label>")]


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)


def _new_parser(*, breaks: bool) -> MarkdownIt:
    options = {"html": True, "breaks": breaks}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"]).disable("image")
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("frame_tables", _frame_tables)
    parser.core.ruler.push("make_boxes", _make_boxes)
    return parser


_parser = _new_parser(breaks=True)
_guide_parser = _new_parser(breaks=False)
