"""Markdown in pieces: the blocks of a text with their lines, and runs of characters that look alike."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

TAG = re.compile(r"<[^>]*>|<!--.*?-->", re.DOTALL)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
BOXES = (("[ ] ", "☐ "), ("[x] ", "☒ "), ("[X] ", "☒ "))
ADDRESSES = ("https://", "http://", "mailto:")
MARKS = {"strong": "bold", "em": "italic", "s": "struck"}

_parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("image")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look alike; a line end in them begins a new line."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text."""
    return _parser.parse(text)


def runs_of(inline: Token) -> list[Run]:
    """The runs of a block's words. Only addresses of the web and of mail are links."""
    runs: list[Run] = []
    look = Run("")
    for token in inline.children or ():
        kind, _underscore, side = token.type.rpartition("_")
        if side in ("open", "close") and kind in MARKS:
            look = _looking(look, MARKS[kind], is_on=side == "open")
        elif token.type == "link_open":
            address = str(token.attrGet("href") or "")
            look = replace(look, link=address if address.lower().startswith(ADDRESSES) else "")
        elif token.type == "link_close":
            look = replace(look, link="")
        elif said := _words(token):
            runs.append(replace(look, text=said, code=token.type == "code_inline"))
    return _with_boxes(runs)


def words_of(html_block: str) -> str:
    """The words between the tags of HTML, which no document takes over."""
    return html.unescape(TAG.sub("", html_block)).strip()


def plain(text: str) -> str:
    """A passage without its marks, as runs have it."""
    return "".join(run.text for token in _parser.parseInline(text) for run in runs_of(token))


def split(runs: Sequence[Run], places: Sequence[int]) -> list[Run]:
    """The same runs, divided at these places of their words too."""
    found: list[Run] = []
    at = 0
    for run in runs:
        inner = sorted({place - at for place in places if at < place < at + len(run.text)})
        ends = [0, *inner, len(run.text)]
        found += [replace(run, text=run.text[start:end]) for start, end in pairwise(ends)]
        at += len(run.text)
    return found


def _looking(look: Run, mark: str, *, is_on: bool) -> Run:
    if mark == "bold":
        return replace(look, bold=is_on)
    return replace(look, italic=is_on) if mark == "italic" else replace(look, struck=is_on)


def _words(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "html_inline":
        return "\n" if BREAK.fullmatch(token.content) else ""
    return token.content


def _with_boxes(runs: list[Run]) -> list[Run]:
    """A box in the place of `[ ]` at the beginning of a line to tick."""
    for mark, box in BOXES:
        if runs and runs[0].text.startswith(mark):
            return [replace(runs[0], text=box + runs[0].text.removeprefix(mark)), *runs[1:]]
    return runs
