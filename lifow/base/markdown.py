"""Markdown of authors as HTML that is safe to show: what is not on the list is taken out."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import nh3
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from lifow.base.media.addresses import picture_address, picture_id_in
from lifow.base.media.sizes import sizes_of

TAGS = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "blockquote", "pre", "code"),
    *("strong", "em", "s", "a", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "div"),
    *("kbd", "mark", "sub", "sup", "abbr", "label", "input", "span", "img", "section"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "details": {"open"},
    "abbr": {"title"},
    "img": {"src", "alt"},
}
LOWEST_HEADING = 6
BOX = "[ ] "
CALLOUTS: Mapping[str, str | Promise] = {
    "note": _("Note"),
    "tip": _("Tip"),
    "important": _("Important"),
    "warning": _("Warning"),
    "caution": _("Caution"),
}
CALLOUT = re.compile(rf"\[!({'|'.join(CALLOUTS)})\][ \t]*(?:\n|$)", re.IGNORECASE)
CODE_CLASSES = {
    *("k", "kc", "kd", "kn", "kp", "kr", "kt", "n", "na", "nb", "nc", "nd", "ne", "nf", "nn", "nt", "nv"),
    *("w", "s", "s1", "s2", "sb", "sd", "se", "sh", "si", "sr", "ss", "m", "mf", "mh", "mi", "o", "ow", "p"),
    *("c", "c1", "ch", "cm", "cp", "cs", "gd", "gi", "gp", "gh"),
}
"""The classes that words of code have: those of Pygments that the styles know."""
LONGEST_COLOURED = 20_000
PICTURE_TAG = re.compile(r"""(<img(?: alt="[^"]*")? src="([^"]*)"(?: alt="[^"]*")?)>""")
"""As the cleaner writes it: quotation marks within an attribute are escaped."""


def _own_picture(tag: str, attribute: str, value: str) -> str | None:
    """Where a picture may come from: this site. One that is elsewhere is not asked for: its words stand."""
    if (tag, attribute) != ("img", "src"):
        return value
    public_id = picture_id_in(value)
    return picture_address(public_id) if public_id else ""


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_own_picture,
    allowed_classes={
        "div": {"table-frame"},
        "label": {"choice"},
        "section": {"callout", *(f"callout-{name}" for name in CALLOUTS)},
        "p": {"callout-title"},
        "span": CODE_CLASSES,
    },
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

    A new line begins a new line, `- [ ]` is a box to tick, and a quotation that begins with `[!NOTE]` a
    callout, as in what people write elsewhere. Code that says its language is coloured.

    The page's title is its h1, so headings begin at h2, each as much lower as it was. Pictures of this site
    are shown; of one that is elsewhere there is a link. Scripts, styles and addresses other than web and mail
    are taken out.
    """
    return _clean(_parser.render(text))


def render_guide(text: str) -> SafeString:
    """A page of the guide, or a part of one, as safe HTML: where its editor broke a line is no new line."""
    return _clean(_guide_parser.render(text))


def lines_of_blocks(text: str) -> list[tuple[int, int]]:
    """Which lines each block of a text takes, from and up to, counted from 0; a list is one block."""
    found = (token.map for token in _parser.parse(text) if token.level == 0 and token.nesting >= 0)
    return [(lines[0], lines[1]) for lines in found if lines is not None]


def _clean(html: str) -> SafeString:
    return mark_safe(_sized(_cleaner.clean(html)))  # noqa: S308 (the cleaner is what makes it safe)


def _sized(html: str) -> str:
    """Safe HTML with the size of each picture of this site, so that nothing moves once it is loaded."""
    tags = {found[0]: picture_id_in(found[2]) for found in PICTURE_TAG.finditer(html)}
    if not tags:
        return html
    sizes = sizes_of([one for one in tags.values() if one])

    def sized(found: re.Match[str]) -> str:
        size = sizes.get(tags[found[0]])
        return f'{found[1]} width="{size[0]}" height="{size[1]}">' if size else found[0]

    return PICTURE_TAG.sub(sized, html)


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


def _make_callouts(state: StateCore) -> None:
    """Make each quotation that begins with `[!NOTE]` or its like a section with that title."""
    opened: list[bool] = []
    made: list[Token] = []
    for at, token in enumerate(state.tokens):
        made.append(token)
        if token.type == "blockquote_open":
            text = state.tokens[at + 2] if at + 2 < len(state.tokens) else token
            found = CALLOUT.match(text.content) if text.type == "inline" else None
            opened.append(found is not None)
            if found is not None:
                name = found[1].lower()
                token.tag, text.content = "section", text.content[found.end() :]
                token.attrs["class"] = f"callout callout-{name}"
                made.append(_raw(f'<p class="callout-title">{CALLOUTS[name]}</p>'))
        elif token.type == "blockquote_close" and opened.pop():
            token.tag = "section"
    state.tokens = made


def _link_pictures_elsewhere(state: StateCore) -> None:
    """Put a link in place of each picture that is not of this site."""
    for text in state.tokens:
        told: list[Token] = []
        depth = 0
        for token in text.children or []:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            source = str(token.attrGet("src") or "")
            if token.type != "image" or picture_id_in(source):
                told.append(token)
                continue
            words = Token("text", "", 0, content=token.content or source)
            opening = Token("link_open", "a", 1, attrs={"href": source})
            told += [words] if depth else [opening, words, Token("link_close", "a", -1)]
        if text.children is not None:
            text.children = told


def _coloured(code: str, language: str, _attributes: str) -> str:
    """Code with its words in spans by what they are; "" leaves it plain."""
    lexer = _lexer(language.lower()) if language and len(code) <= LONGEST_COLOURED else None
    if lexer is None:
        return ""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter

    coloured: str = highlight(code, lexer, HtmlFormatter(nowrap=True))
    return coloured


@cache
def _known_languages() -> Mapping[str, str]:
    """The languages that code can be coloured in, by their names."""
    from pygments.lexers import get_all_lexers

    return {
        alias: aliases[0] for _name, aliases, *_rest in get_all_lexers(plugins=False) for alias in aliases
    }


@cache
def _lexer_of(alias: str) -> Any:
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(alias, stripnl=False)


def _lexer(language: str) -> Any:
    alias = _known_languages().get(language)
    return _lexer_of(alias) if alias else None


def _raw(html: str) -> Token:
    return Token("html_block", "", 0, content=html)


def _new_parser(*, breaks: bool) -> MarkdownIt:
    options = {"html": True, "breaks": breaks, "highlight": _coloured}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    parser.core.ruler.before("inline", "make_callouts", _make_callouts)
    parser.core.ruler.push("link_pictures_elsewhere", _link_pictures_elsewhere)
    parser.core.ruler.push("lower_headings", _lower_headings)
    parser.core.ruler.push("frame_tables", _frame_tables)
    parser.core.ruler.push("make_boxes", _make_boxes)
    return parser


_parser = _new_parser(breaks=True)
_guide_parser = _new_parser(breaks=False)
