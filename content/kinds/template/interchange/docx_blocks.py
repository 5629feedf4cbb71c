"""The words of one paragraph or cell of a Word document in runs, and where marks of comments are in them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from content.kinds.template.interchange.docx_styles import Look, Styles
from content.kinds.template.interchange.markdown import ADDRESSES, Run
from content.kinds.template.interchange.packages import child, local, value

Links = Mapping[str, str]
NOT_TAKEN = {
    **dict.fromkeys(("drawing", "pict", "AlternateContent"), "pictures"),
    **dict.fromkeys(("object", "altChunk"), "objects"),
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "footnotes"),
    **dict.fromkeys(("oMath", "oMathPara"), "formulas"),
    **dict.fromkeys(("del", "moveFrom"), "deleted"),
}
"""What is not taken over by the name of its element, under the name by which it is counted."""
AROUND = ("ins", "moveTo", "smartTag", "fldSimple", "sdt", "sdtContent", "dir", "bdo", "customXml")
INSTEAD = {"br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
MARKS = {"commentRangeStart": "start", "commentRangeEnd": "end", "commentReference": "reference"}
OFF = ("0", "false", "off", "none")
CODE_FONTS = ("courier", "consolas", "menlo", "mono")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a comment begins or ends, or is referred to: at a character of the words."""

    kind: str
    id: str
    at: int


@dataclass(slots=True)
class Block:
    """The words of a paragraph or a cell."""

    look: Look = field(default_factory=Look)
    runs: list[Run] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)

    def add(self, run: Run) -> None:
        if run.text:
            self.runs.append(run)
            self.length += len(run.text)

    def mark(self, kind: str, name: str) -> None:
        self.marks.append(Mark(kind, name, self.length))

    def on_one_line(self) -> "Block":
        """The same with spaces for line ends."""
        runs = [replace(run, text=run.text.replace("\n", " ")) for run in self.runs]
        return replace(self, runs=runs)


class BlockReader:
    """Reads paragraphs and cells, and counts what of them is not taken over."""

    def __init__(self, styles: Styles, links: Links, left_out: Counter[str]) -> None:
        self.styles, self.links, self.left_out = styles, links, left_out

    def block(self, paragraph: Element) -> Block:
        """A paragraph."""
        block = Block(self.styles.look(paragraph))
        self._inside(paragraph, block, Run(""))
        return block

    def cell(self, cell: Element) -> Block:
        """A cell of a table: its paragraphs with a space between, those of a table in it too."""
        block = Block()
        for one in cell.iter():
            if local(one) == "p":
                if block.length:
                    block.add(Run(" "))
                self._inside(one, block, Run(""))
            elif local(one) == "tbl":
                self.left_out["tables"] += 1
        return block

    def _inside(self, around: Element, block: Block, look: Run) -> None:
        for one in around:
            kind = local(one)
            if kind == "r":
                self._run(one, block, self._look_of(one, look))
            elif kind == "hyperlink":
                self._inside(one, block, replace(look, link=self._address(one)))
            elif kind in AROUND:
                self._inside(one, block, look)
            else:
                self._other(one, block, look)

    def _run(self, run: Element, block: Block, look: Run) -> None:
        for one in run:
            if local(one) == "t":
                block.add(replace(look, text=(one.text or "").replace("\xa0", " ")))
            else:
                self._other(one, block, look)

    def _other(self, one: Element, block: Block, look: Run) -> None:
        kind = local(one)
        if kind in MARKS:
            block.mark(MARKS[kind], value(one, "id"))
        elif kind in INSTEAD and value(one, "type") != "page":
            block.add(replace(look, text=INSTEAD[kind]))
        elif kind in NOT_TAKEN:
            self.left_out[NOT_TAKEN[kind]] += 1

    def _look_of(self, run: Element, look: Run) -> Run:
        own = child(run, "rPr")
        style = self.styles.name(value(child(own, "rStyle")))
        font = value(child(own, "rFonts"), "ascii").lower()
        return replace(
            look,
            bold=_is_on(own, "b") or style == "strong",
            italic=_is_on(own, "i") or style == "emphasis",
            struck=_is_on(own, "strike"),
            code=any(one in font for one in CODE_FONTS),
        )

    def _address(self, hyperlink: Element) -> str:
        """Where a link leads: to the web or to mail only."""
        address = self.links.get(value(hyperlink, "id"), "")
        return address if address.lower().startswith(ADDRESSES) and not set(address) & set("<>\n") else ""


def _is_on(properties: Element | None, name: str) -> bool:
    found = child(properties, name)
    return found is not None and value(found).lower() not in OFF
