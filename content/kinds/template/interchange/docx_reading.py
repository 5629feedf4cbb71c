"""A Word document as a text in Markdown with remarks, and what of it is not taken over, counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from content.kinds.template.interchange.docx_blocks import NOT_TAKEN, Block, BlockReader, Links
from content.kinds.template.interchange.docx_styles import Look, Styles
from content.kinds.template.interchange.escaping import as_markdown
from content.kinds.template.interchange.packages import (
    DOCUMENT,
    Package,
    child,
    children,
    local,
    value,
)
from content.kinds.template.interchange.remarks import Remark, allowed

AROUND = {"sdt": "sdtContent", "customXml": "", "ins": "", "moveTo": ""}
"""Elements around blocks, and in which of their elements these are."""
INDENT = 4
MOST_COLUMNS = 50


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read: title and text in Markdown, remarks with their places, and what is left out, counted."""

    title: str
    text: str
    remarks: tuple[Remark, ...]
    left_out: Mapping[str, int]


def read_docx(data: bytes) -> Imported:
    """What a Word file says. Raises DocxError for what cannot be read as one, or holds too much."""
    return _Reader(Package(data)).read()


class _Reader:
    """Writes the Markdown of one block behind the other, and notes where remarks begin and end."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.left_out: Counter[str] = Counter()
        relations = package.tree("word/_rels/document.xml.rels")
        links: Links = {value(one, "Id"): value(one, "Target") for one in children(relations, "Relationship")}
        self.styles = Styles(package.tree("word/styles.xml"), package.tree("word/numbering.xml"))
        self.blocks = BlockReader(self.styles, links, self.left_out)
        self.title = ""
        self.parts: list[str] = []
        self.length = 0
        self.depth = -1
        self.numbers: dict[tuple[str, int], int] = {}
        self.starts: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.around: dict[str, tuple[int, int]] = {}

    def read(self) -> Imported:
        for element in self._elements(child(self.package.tree(DOCUMENT), "body")):
            kind = local(element)
            if kind == "p":
                self._paragraph(self.blocks.block(element))
            elif kind == "tbl":
                self._table(element)
            elif kind in NOT_TAKEN:
                self.left_out[NOT_TAKEN[kind]] += 1
            elif kind in ("commentRangeStart", "commentRangeEnd"):
                places = self.starts if kind.endswith("Start") else self.ends
                places.setdefault(value(element, "id"), self.length)
        pages = [one for one in self.package.names if one.startswith(("word/header", "word/footer"))]
        self.left_out["headers"] += len(pages)
        remarks = tuple(self._remarks())
        text = "".join(self.parts)
        return Imported(self.title, f"{text}\n" if text else "", remarks, +self.left_out)

    def _elements(self, around: Element | None) -> Iterator[Element]:
        """The blocks of a document, those inside of other elements too."""
        for one in around if around is not None else ():
            kind = local(one)
            if kind in AROUND:
                yield from self._elements(child(one, AROUND[kind]) if AROUND[kind] else one)
            else:
                yield one

    def _paragraph(self, block: Block) -> None:
        if block.look.is_title and not self.title and not self.length:
            self.title = " ".join(block.words.split())
            self._note(block, 0, (), ())
            return
        prefix, gap = self._begin(block.look, bool(block.words.strip()))
        self._add(block, prefix, gap)

    def _begin(self, look: Look, has_words: bool) -> tuple[str, str]:
        """What comes before the words of a block, and before the block."""
        if not has_words:
            return "", ""
        gap = "\n\n" if self.length else ""
        if look.level is None or look.heading:
            self.depth = -1
            return "#" * look.heading + " " if look.heading else "> " if look.is_quote else "", gap
        gap = "\n" if self.depth >= 0 else gap
        self.depth = min(look.level, self.depth + 1)
        return " " * INDENT * self.depth + self._bullet(look), gap

    def _bullet(self, look: Look) -> str:
        if not look.is_numbered:
            return "- "
        for list_and_level in [one for one in self.numbers if one[0] == look.list and one[1] > self.depth]:
            del self.numbers[list_and_level]
        place = (look.list, self.depth)
        self.numbers[place] = self.numbers.get(place, 0) + 1
        return f"{self.numbers[place]}. "

    def _add(self, block: Block, prefix: str, gap: str, *, in_table: bool = False) -> None:
        """Write a block behind what is there."""
        if block.look.heading:
            block = block.on_one_line()
        written = as_markdown(block.runs, in_table=in_table)
        self._say(gap + prefix)
        self._note(block, self.length, written.starts, written.ends)
        self._say(written.text)

    def _say(self, text: str) -> None:
        text = allowed(text)
        self.parts.append(text)
        self.length += len(text)

    def _note(self, block: Block, at: int, starts: object, ends: object) -> None:
        """Note where in the Markdown the marks of a block are."""
        begins, behinds = list(starts), list(ends)  # type: ignore[call-overload]
        end = at + (behinds[-1] if behinds else 0)
        for mark in block.marks:
            if mark.kind == "start":
                self.starts.setdefault(mark.id, at + begins[mark.at] if mark.at < len(begins) else end)
            elif mark.kind == "end":
                self.ends.setdefault(mark.id, at + behinds[mark.at - 1] if mark.at and behinds else at)
            else:
                self.around.setdefault(mark.id, (at, end))

    def _table(self, table: Element) -> None:
        rows = [list(children(row, "tc"))[:MOST_COLUMNS] for row in children(table, "tr")]
        columns = max(map(len, rows), default=0)
        if not columns:
            return
        self.depth = -1
        self._say("\n\n" if self.length else "")
        for number, cells in enumerate(rows):
            self._say("|" if number == 0 else "\n|")
            for cell in cells:
                self._add(self.blocks.cell(cell), " ", "", in_table=True)
                self._say(" |")
            self._say(" |" * (columns - len(cells)))
            if number == 0:
                self._say("\n|" + " --- |" * columns)

    def _remarks(self) -> Iterator[Remark]:
        """What is said in comments, in their order, each with its place if it has one."""
        for one in children(self.package.tree("word/comments.xml"), "comment"):
            paragraphs = (self.blocks.block(inner).words for inner in one.iter() if local(inner) == "p")
            said = allowed("\n".join(paragraphs)).strip()
            if not said:
                continue
            name = value(one, "id")
            start, end = self.starts.get(name, 0), self.ends.get(name, 0)
            place = (start, end) if name in self.starts and start < end else self.around.get(name)
            self.left_out["names"] += bool(value(one, "author"))
            yield Remark(said, place if place and place[0] < place[1] else None)
