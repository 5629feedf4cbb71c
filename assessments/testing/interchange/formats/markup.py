"""HTML and plain text as Markdown, and Markdown as both, with what gets lost on the way.

The Markdown is that of `lifow.base.markdown`: a new line begins a new line, and a few tags may stand in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3
from bs4 import BeautifulSoup
from bs4.element import Tag
from markdown_it import MarkdownIt

from assessments.testing.interchange.formats.html_markdown import BLOCKS, LINK, Converter, Image, escaped
from assessments.testing.interchange.formats.items import settled
from assessments.testing.interchange.formats.remarks import LeftOutError

DEEPEST = 60
"""Levels of HTML in one text."""
MOST_TAGS = 4_000
LONGEST_SOURCE = 200_000
"""Characters of HTML or Markdown that are read as one text."""
KEPT = {
    *BLOCKS,
    *("thead", "tbody", "tr", "th", "td", "br", "strong", "b", "em", "i", "s", "del", "strike", "code"),
    *("kbd", "mark", "sub", "sup", "a", "img", "q", "samp", "tt"),
}
PLAIN = {"span", "html", "head", "body", "meta", "title", "section", "article", "wbr"}
"""Tags that say nothing which Markdown would have to say."""
MEDIA = ("audio", "video", "iframe", "object", "embed", "applet", "canvas", "svg")
AS_DIV = re.compile(
    r"<(/?)(?:dl|dt|dd|article|section|center|figure|figcaption|form|fieldset|address|legend|header|footer|main"
    r"|nav|aside|caption|details|summary)\b[^>]{0,2000}>",
    re.IGNORECASE,
)
FORMULA = re.compile(r"\\\(.{1,500}?\\\)|\\\[.{1,500}?\\\]|\$\$.{1,500}?\$\$", re.DOTALL)

_HREF = re.compile(r"<a\b[^>]{0,500}?\shref\s{0,9}=\s{0,9}[\"']?([^\"'>\s]{1,200})", re.IGNORECASE)
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]*)")
_ENDS = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_IMAGE = re.compile(
    r"!\[((?:\\.|[^\[\]\\]){0,1000})\]\(\s{0,9}(?:<([^<>\n]{0,2000})>|([^\s()<>]{0,2000}))"
    r"(?:\s{1,9}\"[^\"\n]{0,1000}\")?\s{0,9}\)|(<img\b[^>]{0,5000}>)",
    re.IGNORECASE,
)
_EXTRA = {
    "style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "merged cells": re.compile(r"\s(row|col)span\s*=", re.I),
}
_EMPTY = re.compile(r"<(strong|b|em|i|s|del|strike|code|kbd|mark|sub|sup|a|q|samp|tt)\b[^>]*></\1>")
_cleaner = nh3.Cleaner(
    tags=KEPT,
    attributes={"a": {"href", "title"}, "img": {"src", "alt"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "data"},
    link_rel=None,
)
_parser = (
    MarkdownIt("commonmark", {"html": True, "breaks": True})
    .enable(["table", "strikethrough"])
    .disable("image")
)
_shown = nh3.Cleaner(
    tags=(KEPT - {"img"}) | {"abbr", "details", "summary", "span"},
    attributes={"a": {"href", "title"}, "ol": {"start"}, "abbr": {"title"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)


@dataclass(frozen=True, slots=True)
class Markup:
    """A text as Markdown, the pictures that stood in it, and what was lost: codes of remarks with a value."""

    text: str
    images: tuple[Image, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()


def from_html(source: str) -> Markup:
    """HTML, in whatever state, as Markdown. Raises LeftOutError where it is too long.

    What is nested very deeply is taken as its words.
    """
    _check_length(source)
    lost = [*_lost_in(source)]
    cleaned = _cleaned(source)
    if _depth(cleaned) > DEEPEST:
        return Markup(from_plain(_text_of(cleaned).text), (), (*lost, ("deep_markup", "")))
    converter = Converter()
    text = settled(converter.convert(_without_empty(cleaned)))
    lost += [("link", link) for link in converter.links]
    return Markup(re.sub(r"[ \t]+\n", "\n", text), tuple(converter.images), tuple(dict.fromkeys(lost)))


def plain_from_html(source: str) -> Markup:
    """HTML as plain text; its markup is lost, but for where a line begins.

    Raises LeftOutError where it is too long.
    """
    _check_length(source)
    lost = [*_lost_in(source)]
    parser = _text_of(_cleaned(source))
    tags = sorted(parser.tags - {"p", "div", "br", "img"})
    if tags:
        lost.append(("plain_part", ", ".join(tags)))
    return Markup(parser.text, tuple(parser.images), tuple(lost))


def from_plain(text: str) -> str:
    """Plain text as Markdown that shows it as it is, but for spaces around its lines."""
    lines = (escaped(" ".join(line.split()), is_start=True) for line in settled(text).split("\n"))
    return settled("\n".join(lines))


def from_markdown(text: str) -> Markup:
    """Markdown without the pictures in it, which are told apart from it.

    Raises LeftOutError where it is too long.
    """
    _check_length(text)
    images: list[Image] = []

    def taken(found: re.Match[str]) -> str:
        if found[4]:
            tag = BeautifulSoup(found[4], "html.parser").find("img")
            if isinstance(tag, Tag):
                images.append(Image(str(tag.get("src") or ""), str(tag.get("alt") or "")))
            return ""
        images.append(Image(found[2] or found[3] or "", re.sub(r"\\(.)", r"\1", found[1])))
        return ""

    left = _IMAGE.sub(taken, text) if "![" in text or "<img" in text.lower() else text
    return Markup(settled(left), tuple(images))


def plain_from_markdown(text: str) -> Markup:
    """Markdown as plain text; its markup is lost."""
    words = to_plain(text)
    lost = () if from_plain(words) == settled(text) else (("plain_part", settled(text)),)
    return Markup(words, (), lost)


def image_markdown(image: Image) -> str:
    """A picture as Markdown, which `from_markdown` takes out again."""
    alt = re.sub(r"([\[\]\\])", r"\\\1", image.alt.replace("\n", " "))
    return f"![{alt}](<{image.source}>)"


def to_html(markdown: str) -> str:
    """Markdown as HTML of the tags that lifow shows."""
    found: str = _shown.clean(_parser.render(markdown))
    return found.strip()


def to_plain(markdown: str) -> str:
    """The words of a Markdown text, each block and each broken line on a line of its own."""
    return _text_of(to_html(markdown)).text


def _check_length(source: str) -> None:
    if len(source) > LONGEST_SOURCE or source.count("<") > MOST_TAGS:
        raise LeftOutError("too_long", source[:60], f"{LONGEST_SOURCE:,}")


def _cleaned(source: str) -> str:
    """Well-formed HTML of the tags that Markdown has."""
    found: str = _cleaner.clean(AS_DIV.sub(r"<\1div>", source))
    return found


def _lost_in(source: str) -> Iterator[tuple[str, str]]:
    """What of the HTML has no Markdown: by name, and formulas as they were typed."""
    tags = {tag.lower() for tag in _TAG.findall(source)}
    if media := sorted(tags & set(MEDIA)):
        yield "media", ", ".join(media)
    names = sorted(tags - KEPT - PLAIN - set(MEDIA) - {"source", "track", "param"})
    names += [name for name, pattern in _EXTRA.items() if pattern.search(source)]
    if names:
        yield "markup", ", ".join(names[:10])
    for address in _HREF.findall(source):
        if not LINK.match(address):
            yield "link", address
    if formula := FORMULA.search(source):
        yield "formula", formula[0][:80]


def _without_empty(cleaned: str) -> str:
    """Clean HTML without the tags around nothing."""
    for _level in range(DEEPEST):
        cleaned, count = _EMPTY.subn("", cleaned)
        if not count:
            break
    return cleaned


def _depth(cleaned: str) -> int:
    """How deep the elements of clean HTML are nested."""
    depth = deepest = 0
    for end, name in _ENDS.findall(cleaned):
        if name not in ("br", "hr", "img"):
            depth += -1 if end else 1
            deepest = max(deepest, depth)
    return deepest


def _text_of(cleaned: str) -> "_TextParser":
    found = _TextParser()
    found.feed(cleaned)
    found.close()
    return found


class _TextParser(HTMLParser):
    """The words of clean HTML, each block on a line of its own; its tags, and its pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.images: list[Image] = []
        self._parts: list[str] = []

    @property
    def text(self) -> str:
        return settled(re.sub(r"[ \t]*\n\s*", "\n", re.sub(r"[ \t]+", " ", "".join(self._parts))))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in BLOCKS or tag in ("br", "tr"):
            self._parts.append("\n")
        elif tag in ("td", "th"):
            self._parts.append(" ")
        elif tag == "img":
            said = dict(attrs)
            self.images.append(Image(said.get("src") or "", said.get("alt") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        self._parts.append(re.sub(r"[ \t\r\n]+", " ", data))
