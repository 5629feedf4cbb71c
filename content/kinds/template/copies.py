"""What a copy of a template holds: a text, and comments at places of it, each open, answered or resolved."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from content.kinds.stored import number_of, text_of
from content.kinds.template.comments import (
    LONGEST_COMMENT,
    LONGEST_QUOTE,
    AuthorComment,
    author_comments,
    in_order_of_text,
)
from content.kinds.template.compute.anchors import Span, anchor_at, find, moved, nth_place
from content.kinds.template.models import TemplateCopy
from lifow.base.bounds import LONGEST_BODY

MOST_KEPT = 100
"""Comments of one copy: those of its template, and those that later versions of it brought."""
EDITION_LENGTH = 16


@dataclass(frozen=True, slots=True)
class CopyComment:
    """A comment of the author in a copy: where it is in the text, what the writer answers, and whether they
    have resolved it. No place: what it was about is not there any more, or it is about the whole text."""

    key: str
    quote: str
    text: str
    place: Span | None = None
    answer: str = ""
    is_resolved: bool = False

    @property
    def is_open(self) -> bool:
        return not self.answer and not self.is_resolved

    @property
    def is_lost(self) -> bool:
        return bool(self.quote) and self.place is None

    def passage(self, text: str) -> str:
        """What stands in its place by now; the passage of the template where nothing does."""
        now = text[slice(*self.place)].strip() if self.place else ""
        return now or self.quote


def comments_of(copy: TemplateCopy) -> list[CopyComment]:
    """The comments of a copy in the order of its text, whatever is stored; never raises."""
    found: dict[str, CopyComment] = {}
    for one in copy.comments:
        told = _comment(one, len(copy.text)) if isinstance(one, Mapping) else None
        if told is not None and told.key not in found and len(found) < MOST_KEPT:
            found[told.key] = told
    return in_order(found.values(), copy.text)


def in_order(comments: Any, text: str) -> list[CopyComment]:
    """Comments in the order of the text: what is said of all of it first, what has lost its place last."""
    return sorted(comments, key=lambda one: one.place or ((len(text) + 1, 0) if one.quote else (-1, 0)))


def stored_comments(comments: Sequence[CopyComment]) -> list[dict[str, Any]]:
    """Comments as a copy keeps them: JSON."""
    return [{**asdict(one), "place": list(one.place) if one.place else None} for one in comments]


def begun(comments: Sequence[AuthorComment], text: str) -> list[CopyComment]:
    """The comments of a template as a copy of it begins with them."""
    return [
        CopyComment(one.key, one.quote, one.text, place)
        for one, place in in_order_of_text(comments, text)
        if one.text
    ]


def at_their_places(comments: Sequence[CopyComment], before: str, after: str) -> list[CopyComment]:
    """Comments of one text where they are in the text that it has become."""
    if before == after:
        return list(comments)
    return in_order([replace(one, place=_place(one, before, after)) for one in comments], after)


def place_in(comment: AuthorComment, theirs: str, mine: str) -> Span | None:
    """Where a comment on a passage of the template is in the text of a copy."""
    there = comment.place(theirs)
    return find(mine, anchor_at(theirs, there)) if there else None


def edition_of(copy: TemplateCopy) -> str:
    """A digest of what its writer has written: a form names the one that it was made from."""
    said = [(one.key, one.answer, one.is_resolved) for one in sorted(comments_of(copy), key=lambda c: c.key)]
    told = json.dumps([copy.title, copy.text, said])
    return hashlib.sha256(told.encode()).hexdigest()[:EDITION_LENGTH]


def is_untouched(copy: TemplateCopy) -> bool:
    """Whether the text says what the template says: nothing was written yet."""
    return copy.text.split() == copy.base_text.split()


def base_comments(copy: TemplateCopy) -> Sequence[AuthorComment]:
    """The template's comments that the writer has seen."""
    return author_comments(copy.base_comments)


def _place(comment: CopyComment, before: str, after: str) -> Span | None:
    if comment.place is None:
        return nth_place(after, comment.quote, 1)
    return moved(before, after, comment.place)


def _comment(stored: Mapping[str, Any], length: int) -> CopyComment | None:
    key, text = text_of(stored, "key", 20), text_of(stored, "text", LONGEST_COMMENT)
    if not key or not text:
        return None
    return CopyComment(
        key,
        text_of(stored, "quote", LONGEST_QUOTE),
        text,
        _span(stored.get("place"), length),
        text_of(stored, "answer", LONGEST_COMMENT),
        stored.get("is_resolved") is True,
    )


def _span(stored: Any, length: int) -> Span | None:
    if not isinstance(stored, list) or len(stored) != 2:
        return None
    ends = dict(zip(("start", "end"), stored, strict=True))
    start, end = (number_of(ends, name, least=0, most=min(length, LONGEST_BODY)) for name in ends)
    return (start, end) if start is not None and end is not None and start <= end else None
