"""What the readers share: bytes as text, and the remarks of a file as it is read."""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import unquote

from assessments.testing.interchange.formats.html_markdown import Image
from assessments.testing.interchange.formats.items import (
    LONGEST_LINE,
    MOST_ITEMS,
    Parsed,
    ParsedItem,
    Picture,
    checked,
    level_of,
    one_line,
)
from assessments.testing.interchange.formats.markup import Markup, from_html, from_plain, plain_from_html
from assessments.testing.interchange.formats.remarks import (
    FormatError,
    LeftOutError,
    Remark,
    Where,
    counted,
)
from lifow.base.characters import NO_TEXT
from lifow.base.tabular import kind_of_bytes

MEGABYTE = 2**20
MOST_BYTES = 50 * MEGABYTE
MOST_TEXT_BYTES = 10 * MEGABYTE
MOST_PICTURE_BYTES = 5 * MEGABYTE
LONGEST_ALT = 300
"""Characters of what a picture shows."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
TAG = re.compile(r"(skill|level|language|scores)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)


class Notes:
    """The items and remarks of one file as it is read.

    What is said of single questions stands in the order of the file; `alike` is what is told once for all of
    them, with how many have it.
    """

    def __init__(self) -> None:
        self.items: list[ParsedItem] = []
        self.remarks: list[Remark] = []
        self._alike: list[Remark] = []
        self._told: set[Remark] = set()
        self._questions = 0

    def add(self, code: str, where: Where, value: str = "", expected: str = "") -> None:
        self.remarks.append(Remark(code, where, shortened(value), expected))

    def alike(self, code: str, where: Where, value: str = "") -> None:
        self._alike.append(Remark(code, where, shortened(value)))

    def is_full(self) -> bool:
        """Whether there are more questions than are read of one file; those that are not are counted."""
        self._questions += 1
        if self._questions > MOST_ITEMS:
            self._alike.append(Remark("too_many", Where(), expected=f"{MOST_ITEMS:,}"))
        return self._questions > MOST_ITEMS

    @contextmanager
    def question(self, where: Where) -> Iterator[None]:
        """The reading of one question: what cannot be taken over is a remark, and the next one is read."""
        before, alike = len(self.remarks), len(self._alike)
        try:
            yield
        except LeftOutError as error:
            del self.remarks[before:], self._alike[alike:]
            place = Where(where.file, where.line, where.name, error.column)
            self.remarks.append(Remark(error.code, place, shortened(error.value), error.expected))

    def take(self, item: ParsedItem) -> None:
        """Take over an item. Raises LeftOutError where no bank could hold it."""
        self.items.append(checked(item))

    def told(self, markup: Markup, where: Where) -> str:
        """The text, after a remark on all that was lost of it."""
        for code, value in markup.lost:
            remark = Remark(code, where, shortened(value))
            if remark not in self._told:
                self._told.add(remark)
                self.remarks.append(remark)
        return markup.text

    def plain(self, source: str, where: Where) -> str:
        """HTML of an answer as plain text; its pictures are told as not taken over."""
        markup = plain_from_html(source)
        for image in markup.images:
            self.add("picture_part", where, image.source)
        return self.told(markup, where)

    def parsed(self) -> Parsed:
        """All that was read. Raises FormatError where there was no question at all."""
        if not self.items and not any(one.is_left_out for one in self.remarks):
            raise FormatError("no_questions")
        return Parsed(tuple(self.items), (*self.remarks, *counted(self._alike)))


def decoded(data: bytes, notes: Notes) -> str:
    """The text of a file in UTF-8, in UTF-16 with a byte order mark or, with a remark, in Windows-1252.

    Raises FormatError for what is no text.
    """
    if len(data) > MOST_TEXT_BYTES:
        raise FormatError("too_large", expected=str(MOST_TEXT_BYTES // MEGABYTE))
    if kind := kind_of_bytes(data):
        raise FormatError(kind)
    text = _text_of(data, notes)
    if found := Counter(NO_TEXT.findall(text)):
        if sum(found.values()) * 10 > len(text):
            raise FormatError("not_text")
        notes.add("control_character", Where(), ", ".join(f"U+{ord(sign):04X}" for sign in sorted(found)))
        text = NO_TEXT.sub("", text)
    if not text.strip():
        raise FormatError("empty_file")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text_of(data: bytes, notes: Notes) -> str:
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not is_utf16 and data[:2000].count(0) * 4 > len(data[:2000]):
        raise FormatError("utf16_without_bom")
    try:
        return data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        if is_utf16:
            raise FormatError("not_text") from error
        notes.add("encoding", Where(line=data.count(b"\n", 0, error.start) + 1))
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def shortened(text: str, longest: int = LONGEST_LINE) -> str:
    """A text as one line that is shown in a remark."""
    line = one_line(NO_TEXT.sub("", text))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def auto_format(text: str) -> Markup:
    """Text that is either plain or HTML, as Moodle formats by itself: lines are broken, tags are tags."""
    if re.search(r"<[a-zA-Z/!][^>]{0,2000}>|&#?\w{1,30};", text):
        return from_html(text.replace("\n", "<br>"))
    return Markup(from_plain(text))


class Tags:
    """What tags and categories say of an item: its skill, level and language; the rest is told as lost."""

    def __init__(self, tags: Iterable[str], notes: Notes, where: Where) -> None:
        self.skill, self.language, self.scores = "", "", 0
        self.level: int | None = None
        rest = [tag for tag in tags if not self._take(tag.strip(), notes, where)]
        if rest:
            notes.add("tags", where, ", ".join(rest))

    def _take(self, tag: str, notes: Notes, where: Where) -> bool:
        found = TAG.fullmatch(tag)
        if found is None:
            return not tag
        name, value = found[1].lower(), found[2].strip()
        if name == "skill":
            self.skill = one_line(value)[:LONGEST_LINE]
        elif name == "level":
            self.level = read_level(value, notes, where)
        elif name == "language":
            self.language = read_language(value, notes, where)
        elif re.fullmatch(r"[2-9]|10", value):
            self.scores = int(value)
        else:
            return False
        return True


def read_level(text: str, notes: Notes, where: Where) -> int | None:
    """The level that a text says; what is none is told."""
    level = level_of(text)
    if level is None and text.strip():
        notes.add("level", where, text)
    return level


def read_language(text: str, notes: Notes, where: Where) -> str:
    """The language that a text says, such as en or pt-BR; what is none is told."""
    code = text.strip().replace("_", "-")
    if LANGUAGE.fullmatch(code) and len(code) <= 20:
        return code
    if code:
        notes.add("language", where, text)
    return ""


def tags_of(item: ParsedItem) -> list[str]:
    """The tags that say an item's skill, level and language."""
    said = {"skill": item.skill, "level": item.level, "language": item.language}
    return [f"{name}:{value}" for name, value in said.items() if value]


def skill_of_category(path: str) -> str:
    """The last part of a category's path, which may be the name of a skill; "" where it says nothing."""
    last = one_line(path.replace("//", "\0").split("/")[-1].replace("\0", "/"))
    is_empty = last.startswith("$") or last.casefold() == "top" or last.casefold().startswith("default for ")
    return "" if is_empty else last[:LONGEST_LINE]


def picture_of(
    images: Iterable[Image], files: Mapping[str, bytes | None], notes: Notes, where: Where
) -> Picture | None:
    """The picture of a question among those that its text shows: the first one that the file holds.

    `files` has contents by the address in the text; None for one that could not be read.
    """
    found: Picture | None = None
    for image in images:
        name = "" if image.source.startswith("data:") else _name_of(image.source)
        content = files.get(image.source)
        if image.source not in files:
            is_elsewhere = re.match(r"[a-z][a-z0-9+.-]*:|//", image.source, re.IGNORECASE)
            notes.add("picture_linked" if is_elsewhere else "picture_missing", where, image.source or "–")
        elif content is None:
            notes.add("picture_unreadable", where, name)
        elif len(content) > MOST_PICTURE_BYTES:
            notes.add("picture_large", where, name, str(MOST_PICTURE_BYTES // MEGABYTE))
        elif found is not None:
            notes.add("picture_further", where, name)
        else:
            found = Picture(name or "picture", content, shortened(image.alt, LONGEST_ALT))
            if not found.alt:
                notes.add("no_alt", where)
    return found


def _name_of(address: str) -> str:
    """The name of a file in an address."""
    return shortened(unquote(address).replace("\\", "/").rsplit("/", 1)[-1], 100)
