"""A text in Markdown with remarks as a Word document: headings, lists, tables, links, and its own comments.

Nothing in it is fetched by whoever opens it: no pictures, no linked parts; addresses are opened by a click.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run as WordRun
from markdown_it.token import Token

from content.kinds.template.interchange.markdown import Run, runs_of, split, tokens_of, words_of
from content.kinds.template.interchange.places import Spot, spots_of
from content.kinds.template.interchange.remarks import Remark, allowed

DEEPEST_LIST = 3
CODE_FONT = "Courier New"
LINK_COLOUR = RGBColor(0x05, 0x63, 0xC1)
RULE = "* * *"
INITIALS = 3
MOST_IN_PROPERTY = 255


def write_docx(
    *, title: str, text: str, remarks: Sequence[Remark], author: str, written_at: datetime
) -> bytes:
    """The document, as bytes. `author` is named as whose it is."""
    title, text = allowed(title), allowed(text)
    writer = _Writer(title, text, remarks)
    properties = writer.document.core_properties
    properties.title, properties.author = title[:MOST_IN_PROPERTY], allowed(author)[:MOST_IN_PROPERTY]
    properties.comments = ""
    properties.last_modified_by = properties.author
    properties.created = properties.modified = written_at.replace(tzinfo=None)
    stream = io.BytesIO()
    writer.document.save(stream)
    return stream.getvalue()


@dataclass(slots=True)
class _List:
    is_ordered: bool
    number: int | None = None
    is_begun: bool = False
    """Whether the item has its first paragraph: the next ones have no bullet."""


@dataclass(slots=True)
class _State:
    """Where in a document the next paragraph comes."""

    lists: list[_List] = field(default_factory=list)
    quotes: int = 0
    heading: int = 0
    rows: list[list[Token]] | None = None


class _Writer:
    def __init__(self, title: str, text: str, remarks: Sequence[Remark]) -> None:
        self.document = docx.Document()
        self.state = _State()
        heading = self.document.add_heading("", 0)
        self.first = heading.add_run(title or " ")
        tokens = tokens_of(text)
        self.leaves, self.spots = spots_of(text, tokens, remarks)
        self.written: dict[int, list[tuple[int, WordRun]]] = {}
        self.number = 0
        for token in tokens:
            self._write(token)
        for remark, spot in zip(remarks, self.spots, strict=True):
            self._comment(remark, spot)

    def _write(self, token: Token) -> None:
        kind, _underscore, side = token.type.rpartition("_")
        if side in ("open", "close"):
            self._enter(kind, token) if side == "open" else self._leave(kind)
        elif token.type == "inline":
            if self.state.rows is not None:
                self.state.rows[-1].append(token)
            else:
                self._inline(token, self._paragraph())
        elif token.type in ("fence", "code_block"):
            self._code(token)
        elif token.type == "html_block" and (said := words_of(token.content)):
            self._paragraph().add_run(said)
        elif token.type == "hr":
            self.document.add_paragraph(RULE).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _enter(self, kind: str, token: Token) -> None:
        state = self.state
        if kind in ("bullet_list", "ordered_list"):
            state.lists.append(_List(kind == "ordered_list"))
            if kind == "ordered_list":
                state.lists[-1].number = self._new_numbers(int(token.attrGet("start") or 1))
        elif kind == "list_item" and state.lists:
            state.lists[-1].is_begun = False
        elif kind == "blockquote":
            state.quotes += 1
        elif kind == "heading":
            state.heading = int(token.tag[1])
        elif kind == "table":
            state.rows = []
        elif kind == "tr" and state.rows is not None:
            state.rows.append([])

    def _leave(self, kind: str) -> None:
        state = self.state
        if kind in ("bullet_list", "ordered_list"):
            state.lists.pop()
        elif kind == "blockquote":
            state.quotes -= 1
        elif kind == "heading":
            state.heading = 0
        elif kind == "table":
            self._table(state.rows or [])
            state.rows = None

    def _paragraph(self) -> Paragraph:
        """A new paragraph as it looks in this place."""
        state = self.state
        if state.heading:
            return self.document.add_paragraph(style=f"Heading {state.heading}")
        if not state.lists:
            paragraph = self.document.add_paragraph(style="Quote" if state.quotes else None)
            paragraph.paragraph_format.left_indent = Pt(18 * state.quotes) if state.quotes else None
            return paragraph
        own, depth = state.lists[-1], min(len(state.lists), DEEPEST_LIST)
        level = f" {depth}" if depth > 1 else ""
        if own.is_begun:
            return self.document.add_paragraph(style=f"List Continue{level}")
        own.is_begun = True
        style = "List Number" if own.is_ordered else "List Bullet"
        paragraph = self.document.add_paragraph(style=f"{style}{level}")
        if own.number is not None:
            _number(paragraph, own.number)
        return paragraph

    def _inline(self, token: Token, paragraph: Paragraph) -> None:
        """Write the words of a block, divided where remarks begin and end."""
        number, self.number = self.number, self.number + 1
        ends = [at for spot in self.spots if spot is not None for at in spot.ends_in(number)]
        at, written = 0, []
        for run in split(runs_of(token), ends):
            written.append((at, _add_run(paragraph, run)))
            at += len(run.text)
        self.written[number] = written

    def _code(self, token: Token) -> None:
        run = self._paragraph().add_run(token.content.rstrip("\n"))
        run.font.name = CODE_FONT

    def _table(self, rows: Sequence[Sequence[Token]]) -> None:
        columns = max((len(row) for row in rows), default=0)
        if not columns:
            return
        table = self.document.add_table(len(rows), columns, style="Table Grid")
        for row, cells in zip(rows, table.rows, strict=True):
            for token, cell in zip(row, cells.cells, strict=False):
                self._inline(token, cell.paragraphs[0])
        for cell in table.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True

    def _new_numbers(self, start: int) -> int:
        """A numbering that begins anew, like that of “List Number”."""
        numbering: Any = self.document.part.numbering_part.element
        style: Any = self.document.styles["List Number"].element
        like = style.pPr.numPr.numId.val
        abstract = next(one.abstractNumId.val for one in numbering.num_lst if one.numId == like)
        made = numbering.add_num(abstract)
        made.add_lvlOverride(ilvl=0).add_startOverride(max(0, min(start, 10_000)))
        return int(made.numId)

    def _comment(self, remark: Remark, spot: Spot | None) -> None:
        runs = self._runs(spot) or [self.first]
        author = allowed(remark.author)
        initials = "".join(word[0] for word in author.split()[:INITIALS])
        self.document.add_comment(
            [runs[0], runs[-1]], text=allowed(remark.text), author=author, initials=initials
        )

    def _runs(self, spot: Spot | None) -> list[WordRun]:
        """What stands where a remark is about; nothing where no words are there."""
        if spot is None:
            return []
        found = []
        for number in range(spot.first, spot.last + 1):
            start = spot.start if number == spot.first else 0
            end = spot.end if number == spot.last else None
            for at, run in self.written.get(number, ()):
                if at >= start and (end is None or at < end):
                    found.append(run)
        return found


def _add_run(paragraph: Paragraph, run: Run) -> WordRun:
    made = _linked_run(paragraph, run) if run.link else paragraph.add_run(run.text)
    made.bold, made.italic = run.bold or None, run.italic or None
    made.font.strike = run.struck or None
    if run.code:
        made.font.name = CODE_FONT
    return made


def _linked_run(paragraph: Paragraph, run: Run) -> WordRun:
    """A run that leads to an address; the document only names it."""
    name = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), name)
    element = OxmlElement("w:r")
    link.append(element)
    paragraph._p.append(link)
    made = WordRun(element, paragraph)
    made.text = run.text
    made.font.color.rgb, made.font.underline = LINK_COLOUR, True
    return made


def _number(paragraph: Paragraph, number: int) -> None:
    """Have a paragraph go on with a numbering."""
    properties: Any = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number
