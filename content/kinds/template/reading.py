"""A text as HTML, with what is said of its passages below the blocks in which they are."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from content.kinds.template.comments import AuthorComment, in_order_of_text
from content.kinds.template.compute.anchors import Span, plain_lines
from lifow.base.markdown import lines_of_blocks, render_markdown

FIRST_MARK, LAST_MARK = 0xF0000, 0xF0FFF
"""Characters that no text has for itself: each stands for a comment until the text is HTML."""
NO_MARKS = dict.fromkeys(range(FIRST_MARK, LAST_MARK + 1))


@dataclass(frozen=True, slots=True)
class Note:
    """What is said of a passage, as a page shows it; `is_lost` where that is not in the text any more."""

    quote: str
    text: str
    place: Span | None
    is_lost: bool = False
    answer: str = ""
    is_resolved: bool = False


def notes_of(comments: Sequence[AuthorComment], body: str) -> list[Note]:
    """The comments of an author as notes, in the order of the text."""
    text = plain_lines(body)
    return [
        Note(one.quote, one.text, place, is_lost=place is None and bool(one.quote))
        for one, place in in_order_of_text(comments, text)
        if one.text
    ]


def text_with_notes(body: str, notes: Sequence[Note]) -> SafeString:
    """The text as safe HTML, each note below the block in which its passage ends.

    Notes on all of the text come above it; those whose place cannot be shown, at the end.
    """
    text = plain_lines(body).translate(NO_MARKS)
    html: str = render_markdown(_marked(text, notes))
    above: list[Note] = []
    left: list[Note] = []
    for number, note in enumerate(notes):
        mark = f"<p>{chr(FIRST_MARK + number)}</p>"
        if mark in html:
            html = html.replace(mark, _shown([note]), 1)
        else:
            (left if note.quote else above).append(note)
    return SafeString(_shown(above) + html.translate(NO_MARKS) + _shown(left))


def _marked(text: str, notes: Sequence[Note]) -> str:
    """The text with a paragraph for each note behind the block in which its passage ends."""
    blocks = lines_of_blocks(text)
    starts = [start for start, _end in blocks]
    marks: dict[int, list[str]] = {}
    for number, note in enumerate(notes):
        line = text.count("\n", 0, note.place[1]) if note.place is not None else -1
        at = bisect_right(starts, line) - 1
        if at >= 0:
            marks.setdefault(blocks[at][1], []).append(chr(FIRST_MARK + number))
    lines = text.split("\n")
    for line in sorted(marks, reverse=True):
        lines[line:line] = [said for mark in marks[line] for said in ("", mark, "")]
    return "\n".join(lines)


def _shown(notes: Sequence[Note]) -> str:
    if not notes:
        return ""
    return render_to_string("content/kinds/template/notes.html", {"notes": notes})
