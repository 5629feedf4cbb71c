"""Plain text as HTML: the paragraphs, line breaks and bullet lists that somebody typed or imported."""

import re
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

# What people and the programs that they copy from put before the items of a list.
BULLET = re.compile(r"\s*[-*–•·‣▪◦●\uf0b7]\s+")
# Bullets that nobody writes inside a sentence: several on one line are a list whose line breaks got lost.
INNER_BULLET = re.compile(r"\s*[•‣▪◦●\uf0b7]\s+")


def text_as_blocks(text: str) -> SafeString:
    """Paragraphs and lists, as `<p>` and `<ul>`; everything else is shown as it was typed."""
    return format_html_join("", "<{0}>{1}</{0}>", (_block(*block) for block in _blocks(text)))


def text_as_lines(text: str) -> SafeString:
    """The same as a `<span>` a line, for places that hold no blocks, such as a label."""
    lines = ((is_list, line) for is_list, block in _blocks(text) for line in block)
    spans = (("text-item" if is_list else "text-line", line) for is_list, line in lines)
    return format_html_join("", '<span class="{}">{}</span> ', spans)


def _block(is_list: bool, lines: list[str]) -> tuple[str, SafeString]:
    each = ((line,) for line in lines)
    if is_list:
        return "ul", format_html_join("", "<li>{}</li>", each)
    return "p", format_html_join(SafeString("<br>"), "{}", each)


def _blocks(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Each paragraph or list with its lines; an empty line ends it."""
    for is_empty, lines in groupby(_lines(text), lambda line: not line.strip()):
        if is_empty:
            continue
        for is_list, items in groupby(_items(lines), lambda item: item[0]):
            yield is_list, [item for _is_list, item in items]


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        parts = INNER_BULLET.split(line)
        if len(parts) > 2:
            yield from [part for part in parts[:1] if part.strip()]
            yield from (f"• {part}" for part in parts[1:])
        else:
            yield line


def _items(lines: Iterator[str]) -> Iterator[tuple[bool, str]]:
    """Each line without its bullet, if it had one; an indented line goes on with the item before it."""
    last: tuple[bool, str] | None = None
    for line in lines:
        bullet = BULLET.match(line)
        if bullet is None and last is not None and last[0] and line[:1].isspace():
            last = (True, f"{last[1]} {line.strip()}")
            continue
        if last is not None:
            yield last
        last = (bullet is not None, line[bullet.end() if bullet else 0 :].strip())
    if last is not None:
        yield last
