"""Clean HTML as Markdown, on `markdownify`: what is escaped, where emphasis is a tag, pictures apart."""

import html
import re
from dataclasses import dataclass
from typing import Any

from bs4.element import NavigableString, Tag
from markdownify import ATX, MarkdownConverter

HEADINGS = tuple(f"h{level}" for level in range(1, 7))
BLOCKS = ("p", "ul", "ol", "li", "blockquote", "pre", "div", "table", "hr", *HEADINGS)
SAME = {"strong": ("strong", "b"), "em": ("em", "i"), "s": ("s", "del", "strike")}
LINK = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_INLINE = re.compile(
    r"""(?P<all>[`\[])
    |(?P<slash>\\)(?=[!-/:-@\[-`{-~]|\n|$)
    |(?P<less><)(?=[A-Za-z/!?]|$)
    |(?P<and>&)(?=\#?\w+;|$)
    |(?P<tilde>~)(?=~|$)|(?<=~)(?P<tilde2>~)
    |(?P<star>\*)
    |(?P<under>_)""",
    re.VERBOSE,
)
_START = re.compile(
    r"^([ ]*)(?=\#{1,6}(?:\s|$)|>|[-+](?:\s|$)|-+[ ]*$|=+[ ]*$|[\s|:-]*-[\s|:-]*$)",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"^([ ]*\d{1,9})([.)])(?=\s|$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that a text shows."""

    source: str
    alt: str = ""


def escaped(text: str, *, is_start: bool = False) -> str:
    """Text with a backslash before each character that Markdown would read as markup."""
    found = _INLINE.sub(lambda match: _escape_of(match, text), text)
    if is_start:
        found = _START.sub(r"\1\\", found)
        found = _NUMBERED.sub(r"\1\\\2", found)
    return found


def _escape_of(match: re.Match[str], text: str) -> str:
    """The character with its backslash; a * or _ between spaces, or a _ inside a word, needs none."""
    character = match[0]
    if character in "*_":
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before == " " and after == " ":
            return character
        if character == "_" and before.isalnum() and after.isalnum():
            return character
    return f"\\{character}"


def _raw(tag: str, text: str) -> str:
    return f"<{tag}>{text}</{tag}>"


def _is_mark(character: str) -> bool:
    """Whether the character counts as punctuation where emphasis begins and ends."""
    return bool(character) and not character.isalnum() and not character.isspace()


class Converter(MarkdownConverter):
    """Markdown of clean HTML in which a line break is a new line, and nothing is escaped without need."""

    def __init__(self) -> None:
        super().__init__(
            heading_style=ATX,
            bullets="-",
            autolinks=False,
            table_infer_header=True,
            wrap=True,
            wrap_width=None,
        )
        self.images: list[Image] = []
        self.links: list[str] = []
        self._is_start = True

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        before, after = el.previous_sibling, el.next_sibling
        self._is_start = _begins_line(el)
        text: str = super().process_text(el, parent_tags=parent_tags)  # type: ignore[misc]
        if _name_of(before) == "br":
            text = text.lstrip()
        if _name_of(after) == "br":
            text = text.rstrip()
        return text

    def escape(self, text: str, parent_tags: set[str]) -> str:
        found = escaped(text.lstrip() if self._is_start else text, is_start=self._is_start)
        return found.replace("|", r"\|") if parent_tags & {"td", "th"} else found

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "\n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        self.images.append(Image(str(el.get("src") or ""), str(el.get("alt") or "")))
        return ""

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address, words = str(el.get("href") or "").strip(), text.strip()
        if not words or "_noformat" in parent_tags or not address:
            return text
        if not LINK.match(address):
            self.links.append(address[:200])
            return text
        quoted = re.sub(r"[\s<>()\\]", lambda found: f"%{ord(found[0]):02X}", address)
        return text.replace(words, f"[{words}]({quoted})")

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._emphasis(el, text, parent_tags, "**", "strong")

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._emphasis(el, text, parent_tags, "*", "em")

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._emphasis(el, text, parent_tags, "~~", "s")

    convert_strong, convert_i, convert_s, convert_strike = convert_b, convert_em, convert_del, convert_del

    def convert_sub(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _raw(el.name, text) if text.strip() and "_noformat" not in parent_tags else text

    convert_sup = convert_mark = convert_sub

    def convert_kbd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return _raw("kbd", html.escape(text, quote=False)) if "_noformat" not in parent_tags else text

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = text.removeprefix("\n").removesuffix("\n")
        longest = max((len(run) for run in re.findall("`+", words)), default=0)
        fence = "`" * max(3, longest + 1)
        return f"\n\n{fence}\n{words}\n{fence}\n\n" if words.strip() else ""

    def _emphasis(self, el: Tag, text: str, parent_tags: set[str], mark: str, tag: str) -> str:
        """Marks where Markdown reads them as such; elsewhere, as inside a word, the tag itself."""
        words = text.strip()
        if not words or parent_tags & {"_noformat", *SAME[tag]}:
            return text
        before, after = text[: text.index(words)], text[text.index(words) + len(words) :]
        left = " " if before else _edge(el.previous_sibling, -1)
        right = " " if after else _edge(el.next_sibling, 0)
        opens = left != "<" and (not _is_mark(words[0]) or not left.strip() or _is_mark(left))
        closes = right != "<" and (not _is_mark(words[-1]) or not right.strip() or _is_mark(right))
        is_nested = words[0] in "*~" or words[-1] in "*~"
        inner = f"{mark}{words}{mark}" if opens and closes and not is_nested else _raw(tag, words)
        return f"{before}{inner}{after}"


def _begins_line(node: NavigableString) -> bool:
    """Whether the text stands at the beginning of a line of Markdown."""
    before = node.previous_sibling
    if before is not None:
        return _name_of(before) in ("br", *BLOCKS)
    return node.parent is None or node.parent.name in ("[document]", *BLOCKS)


def _name_of(node: Any) -> str:
    """The name of a tag; "" for none and for text."""
    return node.name if isinstance(node, Tag) else ""


def _edge(node: Any, index: int) -> str:
    """The character of a neighbour that is next to a tag: < for another tag, a space for none or a break."""
    if node is None or _name_of(node) in ("br", *BLOCKS):
        return " "
    if isinstance(node, Tag):
        return "<"
    return str(node)[index] if str(node) else " "
