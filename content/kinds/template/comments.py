"""The comments of a template's author, as the parts of a module hold them, and their places in its text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.kinds.stored import number_of, rows_of, text_of
from content.kinds.template.compute.anchors import Span, nth_place, plain_lines

COMMENTS = "comments"
TEXTS = ("quote", "text")
LONGEST_QUOTE = 500
LONGEST_COMMENT = 2_000
MOST_COMMENTS = 50
MOST_ALIKE = 999
"""The highest number by which one of several passages that are alike is named."""


@dataclass(frozen=True, slots=True)
class AuthorComment:
    """What the author says of a passage: the `occurrence`th time that it is there, from 1; of the whole text
    where there is no passage."""

    key: str
    quote: str
    occurrence: int
    text: str

    def place(self, text: str) -> Span | None:
        """Where the passage is in a text with plain lines; None where it is not, and without a passage."""
        return nth_place(text, self.quote, self.occurrence)


def tidy_comments(stored: Any) -> list[dict[str, Any]]:
    """Comments as they are stored, whatever was; never raises."""
    kept = [
        {**one, **{name: plain_lines(text_of(one, name, LONGEST_COMMENT)) for name in TEXTS}}
        for one in (stored if isinstance(stored, list) else ())
        if isinstance(one, Mapping)
    ]
    kept = [{**one, "quote": text_of(one, "quote", LONGEST_QUOTE)} for one in kept]
    kept = [one for one in kept if any(one[name] for name in TEXTS)]
    rows = rows_of({COMMENTS: kept}, COMMENTS, TEXTS, most=MOST_COMMENTS, longest=LONGEST_COMMENT)
    return [
        {**row, "occurrence": number_of(one, "occurrence", least=1, most=MOST_ALIKE) or 1}
        for row, one in zip(rows, kept, strict=False)
    ]


def author_comments(stored: Any) -> Sequence[AuthorComment]:
    """The comments that are stored, in the order of the author."""
    return [
        AuthorComment(one["key"], one["quote"], one["occurrence"], one["text"])
        for one in tidy_comments(stored)
    ]


def in_order_of_text(comments: Sequence[AuthorComment], text: str) -> list[tuple[AuthorComment, Span | None]]:
    """Comments with their places, in the order of the text: what is said of all of it comes first, what is
    said of a passage that is not there last."""
    placed = [(one, one.place(text)) for one in comments]
    return sorted(placed, key=lambda one: one[1] or ((len(text) + 1, 0) if one[0].quote else (-1, 0)))
