"""A Word document as a template: its text and comments, and what of it is not taken over, in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.kinds.template.comments import (
    LONGEST_COMMENT,
    LONGEST_QUOTE,
    MOST_ALIKE,
    MOST_COMMENTS,
    AuthorComment,
)
from content.kinds.template.compute.anchors import number_of_place
from content.kinds.template.interchange.docx_reading import Imported, read_docx
from content.kinds.template.interchange.packages import DocxError
from content.kinds.template.interchange.remarks import Remark, allowed
from lifow.base.bounds import LONGEST_BODY, LONGEST_LINE

WORDS_A_MINUTE = 200
WORDS = {
    "too_large": gettext_lazy("The file has more than 10 MB. Remove pictures from it, or split it."),
    "not_docx": gettext_lazy("This is no Word document. Save it as .docx in Word, and choose that file."),
    "too_much": gettext_lazy("The file holds more than a template can: it was not opened. Split it."),
    "hostile_names": gettext_lazy(
        "The file is locked, or names files outside of it: it was not opened. Save it anew."
    ),
    "hostile_xml": gettext_lazy(
        "The file holds what no Word document does: it was not opened. Save it anew in Word."
    ),
    "broken": gettext_lazy("The file is damaged. Open it in Word, save it anew, and choose that file."),
    "no_text": gettext_lazy("There is no text in the file. Choose another one."),
}
LEFT_OUT = {
    "pictures": gettext_lazy("Pictures, drawings and text boxes"),
    "objects": gettext_lazy("Objects of other programs"),
    "footnotes": gettext_lazy("Footnotes and endnotes"),
    "formulas": gettext_lazy("Formulas"),
    "deleted": gettext_lazy("Passages that are marked as deleted"),
    "headers": gettext_lazy("Headers and footers of pages"),
    "tables": gettext_lazy("Tables inside of tables: their words are in the cell"),
    "names": gettext_lazy("Names of those who wrote the comments"),
    "comments": gettext_lazy("Comments beyond the first 50"),
    "shortened": gettext_lazy("Comments that were shortened to 2,000 characters"),
}


@dataclass(frozen=True, slots=True)
class ImportedTemplate:
    """What a document says as a template; `left_out` is what is not taken over, each with how many."""

    title: str
    text: str
    minutes: int
    comments: Sequence[AuthorComment]
    left_out: Sequence[tuple[str | Promise, int]]


def in_words(code: str) -> str | Promise:
    """Why a file cannot be read, and what to do."""
    return WORDS[code]


def template_from(*, name: str, data: bytes) -> ImportedTemplate:
    """A Word file as a template. Raises DocxError for what cannot be one; nothing is written."""
    read = read_docx(data)
    if not read.text.strip():
        raise DocxError("no_text")
    if len(read.text) > LONGEST_BODY:
        raise DocxError("too_much")
    title = (read.title or allowed(PurePath(name.replace("\\", "/")).stem)).strip() or _("Template")
    comments = list(_comments(read))
    counts = {
        **read.left_out,
        "comments": max(0, len(read.remarks) - MOST_COMMENTS),
        "shortened": sum(len(one.text) > LONGEST_COMMENT for one in read.remarks[:MOST_COMMENTS]),
    }
    return ImportedTemplate(
        title[:LONGEST_LINE],
        read.text,
        max(1, round(len(read.text.split()) / WORDS_A_MINUTE)),
        comments,
        [(said, counts[code]) for code, said in LEFT_OUT.items() if counts.get(code)],
    )


def _comments(read: Imported) -> Iterator[AuthorComment]:
    for number, one in enumerate(read.remarks[:MOST_COMMENTS], start=1):
        quote, occurrence = _passage(read.text, one)
        yield AuthorComment(f"word-{number}", quote, occurrence, one.text[:LONGEST_COMMENT].strip())


def _passage(text: str, remark: Remark) -> tuple[str, int]:
    """The passage that a remark is about, as long as a passage may be, and which of its like it is."""
    if remark.place is None:
        return "", 1
    start, end = remark.place
    start += len(text[start:end]) - len(text[start:end].lstrip())
    quote = text[start : min(end, start + LONGEST_QUOTE)].rstrip()
    number = number_of_place(text, (start, start + len(quote)))
    return (quote, number) if quote and number <= MOST_ALIKE else ("", 1)
