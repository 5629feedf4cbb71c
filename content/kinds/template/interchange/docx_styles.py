"""How the paragraphs of a Word document look: headings, lists, quotes, by their styles and numberings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from content.kinds.template.interchange.packages import child, children, value

HEADING = re.compile(r"heading ([1-6])")
DEEPER = re.compile(r"list (?:bullet|number) ([2-5])")
MOST_BASES = 10
"""Styles from which one is made that are looked at: they may be made from each other in a circle."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is: a heading of 1 to 6, an item of a list at a level from 0, a quote, the title."""

    heading: int = 0
    list: str = ""
    level: int | None = None
    is_numbered: bool = False
    is_quote: bool = False
    is_title: bool = False


class Styles:
    """The styles and numberings of a document."""

    def __init__(self, styles: Element | None, numbering: Element | None) -> None:
        self._styles = {value(one, "styleId"): one for one in children(styles, "style")}
        self._formats = _formats(numbering)

    def look(self, paragraph: Element) -> Look:
        """How a paragraph looks."""
        own = child(paragraph, "pPr")
        chain = self._chain(value(child(own, "pStyle")))
        names = [value(child(one, "name")).lower() for one in chain]
        heading = next((int(found[1]) for name in names if (found := HEADING.fullmatch(name))), 0)
        numbers = [child(own, "numPr"), *(child(one, "pPr", "numPr") for one in chain)]
        told = next((one for one in numbers if one is not None), None)
        numbering, level = value(child(told, "numId")), value(child(told, "ilvl"))
        is_item = told is not None and numbering not in ("", "0") and not heading
        place = min(int(level), 8) if level.isascii() and level.isdigit() and len(level) < 3 else 0
        deeper = next((int(found[1]) - 1 for name in names if (found := DEEPER.fullmatch(name))), 0)
        return Look(
            heading=heading,
            list=numbering if is_item else "",
            level=max(place, deeper) if is_item else None,
            is_numbered=self._formats.get((numbering, place), "bullet") not in ("bullet", "none"),
            is_quote=any("quote" in name for name in names),
            is_title="title" in names,
        )

    def name(self, style_id: str) -> str:
        """The name of a style, the same in every language of Word."""
        return value(child(self._styles.get(style_id), "name")).lower()

    def _chain(self, style_id: str) -> list[Element]:
        """A style and those that it is made from."""
        found: list[Element] = []
        while style_id in self._styles and len(found) < MOST_BASES:
            found.append(self._styles[style_id])
            style_id = value(child(found[-1], "basedOn"))
        return found


def _formats(numbering: Element | None) -> Mapping[tuple[str, int], str]:
    """How the items of a list are numbered, by the list and the level."""
    kinds = {
        value(one, "abstractNumId"): {
            value(level, "ilvl"): value(child(level, "numFmt")) for level in children(one, "lvl")
        }
        for one in children(numbering, "abstractNum")
    }
    return {
        (value(one, "numId"), int(level)): format
        for one in children(numbering, "num")
        for level, format in kinds.get(value(child(one, "abstractNumId")), {}).items()
        if level.isascii() and level.isdigit() and len(level) < 3
    }
