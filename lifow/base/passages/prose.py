"""Texts that authors write in Markdown, as passages of plain words that a search opens by themselves."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from lifow.base.passages.registry import Text

LONG_ENOUGH, LONGEST = 60, 140
"""Words of a passage: shorter paragraphs are joined, longer ones stay whole up to the second number."""
FIRST_WORDS = 6
LONGEST_QUOTED = 400
HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
BLOCK = re.compile(r"\n\s*\n|\n(?=\s{0,3}#{1,6}\s)")
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
SIGNS = re.compile(
    r"[*`~]{1,3}(?=\S)|(?<=\S)[*`~]{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|^\s{0,3}(?:>\s?|[-*+]\s+|\d+[.)]\s+|\|)",
    re.MULTILINE,
)
TABLE_RULE = re.compile(r"^[\s|:-]+$", re.MULTILINE)
TAG = re.compile(r"<[^<>\n]{1,200}>")


def plain(markdown: str) -> str:
    """Markdown as the words that are read."""
    text = TABLE_RULE.sub("", markdown)
    text = LINK.sub(r"\1", TAG.sub(" ", text))
    return SIGNS.sub("", text).replace("|", " ")


def prose_passages(markdown: str, anchor: str = "") -> list[Text]:
    """The text in passages of some paragraphs each, a heading with what follows it.

    Each opens by the words that it begins with: browsers scroll to these and mark them. `anchor` is where
    those that do not go.
    """
    return [
        Text(
            text, place=heading, anchor=f"{anchor}:~:text={quoted}" if (quoted := _quoted(first)) else anchor
        )
        for heading, first, text in _passages(markdown)
    ]


def _passages(markdown: str) -> Iterator[tuple[str, str, str]]:
    """Heading, the line that it begins with, and the words of each passage."""
    heading, first, count = "", "", 0
    lines: list[str] = []
    for block in BLOCK.split(markdown.replace("\r\n", "\n")):
        titled = HEADING.match(block.split("\n", 1)[0])
        words = " ".join(plain(block if titled is None else block.partition("\n")[2]).split())
        if titled is not None or (count and count + len(words.split()) > LONGEST):
            if lines:
                yield heading, first, " ".join(lines)
            lines, first, count = [], "", 0
        if titled is not None:
            heading = " ".join(plain(titled.group(1)).split())
            lines.append(heading + ".")
            first = heading
        if words:
            first = first or _line(block)
            lines.append(words)
            count += len(words.split())
            if count >= LONG_ENOUGH:
                yield heading, first, " ".join(lines)
                lines, first, count = [], "", 0
    if lines:
        yield heading, first, " ".join(lines)


def _line(block: str) -> str:
    """The first line of a block that says something: a list's first item, not the items together."""
    return next((line for raw in block.split("\n") if (line := " ".join(plain(raw).split()))), "")


def _quoted(line: str) -> str:
    """The beginning of a line as a directive of an address; "-" and "," mean something there."""
    words = line.split()[:FIRST_WORDS]
    while words:
        quoted = quote(" ".join(words), safe="").replace("-", "%2D")
        if len(quoted) <= LONGEST_QUOTED:
            return quoted
        words.pop()
    return ""
