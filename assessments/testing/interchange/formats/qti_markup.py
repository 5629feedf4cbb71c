"""The texts of QTI: its XHTML as HTML that is read as Markdown, and Markdown as its XHTML."""

import html
from collections.abc import Callable
from html.parser import HTMLParser
from xml.sax.saxutils import escape, quoteattr

from assessments.testing.interchange.formats.markup import to_html
from assessments.testing.interchange.formats.trees import Element

GAP = "\x02"
"""Where the answer stands in a text: no XML has this character."""
KEPT_ATTRIBUTES = ("src", "alt", "href", "title", "start", "style", "rowspan", "colspan")
VOID = ("br", "hr", "img")
TAGS = {
    *(
        "p",
        "div",
        "span",
        "br",
        "hr",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "kbd",
        "samp",
        "tt",
        "q",
    ),
    *("strong", "b", "em", "i", "sub", "sup", "abbr", "a", "img"),
    *("table", "thead", "tbody", "tr", "th", "td", *(f"h{level}" for level in range(1, 7))),
}
"""Tags that QTI 2.1 and Markdown both have."""


def html_of(element: Element, replaced: Callable[[Element], str | None]) -> str:
    """What is in an element, as HTML; `replaced` gives other HTML for an inner one, or None to keep it."""
    parts = []
    for one in element.inside:
        if isinstance(one, str):
            parts.append(html.escape(one, quote=False))
            continue
        other = replaced(one)
        parts.append(_tag_of(one, replaced) if other is None else other)
    return "".join(parts)


def _tag_of(element: Element, replaced: Callable[[Element], str | None]) -> str:
    if element.name == "object" and element.get("type").startswith("image/"):
        alt = html.escape(element.text)
        return f'<img src="{html.escape(element.get("data"))}" alt="{alt}">'
    said = "".join(
        f' {name}="{html.escape(element.get(name))}"'
        for name in KEPT_ATTRIBUTES
        if name in element.attributes
    )
    if element.name in VOID:
        return f"<{element.name}{said}>"
    return f"<{element.name}{said}>{html_of(element, replaced)}</{element.name}>"


def xhtml_of_markdown(markdown: str) -> tuple[str, list[str]]:
    """Markdown as the XHTML of QTI, and the names of tags that QTI does not have."""
    parser = _XhtmlParser()
    parser.feed(to_html(markdown))
    parser.close()
    return "".join(parser.parts), sorted(parser.lost)


def xhtml_of_plain(text: str) -> str:
    """Plain text as the XHTML of QTI: its lines are broken as it breaks them."""
    return "<br/>".join(escape(line) for line in text.split("\n"))


class _XhtmlParser(HTMLParser):
    """Clean HTML as well-formed XHTML, without the tags that QTI does not have."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.lost: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.lost.add(tag)
            return
        kept = [(name, value or "") for name, value in attrs if name in ("href", "title")]
        self.lost.update(name for name, _value in attrs if name == "start")
        said = "".join(f" {name}={quoteattr(value)}" for name, value in kept)
        self.parts.append(f"<{tag}{said}{'/' if tag in VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in TAGS and tag not in VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data))
