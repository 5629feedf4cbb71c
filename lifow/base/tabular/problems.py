"""Something wrong in a file: where, which value, why, and what to do about it.

Reasons are %-templates, so that an interface can translate the template and fill it in afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

READING_REASONS: Mapping[str, str] = {
    "empty_file": "The file is empty. Its first line names the columns: %(expected)s.",
    "workbook": "This is an Excel workbook, not a CSV file, whatever its name says. Open it there and save it"
    " as “CSV UTF-8”.",
    "web_page": "This is a web page, not a CSV file, whatever its name says. Open it in a spreadsheet and"
    " save it as “CSV UTF-8”.",
    "zip_archive": "This is a zip archive, not a CSV file. Unpack it and import the CSV file that is in it.",
    "pdf": "This is a PDF, not a CSV file. Export the data as “CSV UTF-8”.",
    "not_utf8": "This is not UTF-8 text. Save the file as “CSV UTF-8” and import it again.",
    "utf16_without_bom": "The file looks like UTF-16 without a byte order mark. Save it as “CSV UTF-8”.",
    "bad_quote": "The quotes on this line do not pair up. Put one quote before and one after the text,"
    " and double each quote inside it.",
    "too_many_cells": "The line has %(value)s cells where the headings have %(expected)s."
    " Quote the texts that contain the delimiter.",
}
"""What can be wrong with any file, whatever is in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a file; line 1 is the first. A file of "" is the one in hand, 0 and "" mean the whole."""

    file: str = ""
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        column = f"column “{self.column}”" if self.column else ""
        return ", ".join(filter(None, (self.file, line, column)))


class Problem:
    """What all problems share: `code` picks the template of the reason, `parameters` fill it in."""

    __slots__ = ()
    reasons: ClassVar[Mapping[str, str]] = READING_REASONS
    code: str
    where: Any

    @property
    def parameters(self) -> Mapping[str, str]:
        raise NotImplementedError

    @property
    def reason(self) -> str:
        """The reason in English; `reasons[code]` is its template."""
        return self.reasons[self.code] % self.parameters

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"
