"""What is wrong with a framework and where, and what was left out of it on purpose.

A fault is structured (code, value, expected) so that an interface may word it in the reader's language;
`reason` is the English wording.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

REASONS: Mapping[str, str] = {
    "missing_file": "The file is not there. {expected}",
    "missing_folder": "The folder is not there. The format needs one with {expected}.",
    "unreadable": "The file cannot be opened: {value}. Check the path and who may read it.",
    "encoding": "The file is not UTF-8. In the spreadsheet, choose “Save as” and the type “CSV UTF-8”.",
    "quoting": "The line cannot be split into cells ({value}). Check that each quotation mark is closed.",
    "empty_file": "The file has no lines. Its first line names the columns: {expected}.",
    "missing_column": "The column is missing. Add it to the first line.",
    "unknown_column": "The column is not known. Use one of {expected}; or start its name with # for a note.",
    "repeated_column": "The column is there twice. Remove or rename one.",
    "too_many_cells": "The line has {value} cells, the first {expected}. Put texts with commas in quotes.",
    "one_line": "The file holds {value} lines below the first; it needs exactly one.",
    "missing": "A value is needed here.",
    "integer": "“{value}” is not a whole number. Write one of digits only, such as 3.",
    "number": "“{value}” is not a number with at most two decimals. Write it such as 2.5.",
    "level": "“{value}” is neither a level's number nor its name. Use a number or one of: {expected}.",
    "yes_no": "“{value}” is neither yes nor no. Write yes or no, or leave it empty for no.",
    "key_form": "“{value}” is not a key. Use letters a to z, digits, - and _, at most {expected} characters.",
    "too_long": "The text is longer than {expected} characters. Shorten it.",
    "control_character": "The text holds the invisible character {value}. Type that place again.",
    "duplicate": "“{value}” is used more than once. Remove one or give it another id.",
    "repeated_line": "“{value}” stands on line {expected} already. Remove one or give it another id.",
    "unknown_reference": "“{value}” is not among the {expected}. Correct it or add it there.",
    "parent_cycle": "The parents lead back to where they began: {value}. Clear the parent of one of them.",
    "no_levels": "The scale has no level above 0. Add at least one.",
    "level_value": "{value} is not a level's number. Use a whole number from 0 to {expected}.",
    "outside_scale": "{value} is outside the scale. Use {expected}.",
    "asks_nothing": "Level {value} asks for nothing. Use a level above 0, or remove the requirement.",
    "rank": "{value} is not a rank. Use a whole number from 0 to {expected}.",
    "weight": "{value} is not a weight. Use a number from 0.01 to {expected}.",
    "conflict": "The same role level and skill stand at {expected} on an earlier line. Keep one of the two.",
    "shared_scale": "{expected} is measured on this scale too, and the import would change it. Give this "
    "framework a scale key of its own, or change the scale for all of them in the admin.",
    "level_in_use": "Evidence still needs the level. Keep it (its name and text may change), or import these "
    "files as a new framework, with a key and a scale key of its own.",
    "slug_clash": "“{value}” gets the same id as “{expected}”. Rename one of them.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a file; line 1 names the columns, as a spreadsheet counts. 0 and "" mean the whole."""

    file: str
    line: int = 0
    column: str = ""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        column = f", column “{self.column}”" if self.column else ""
        return f"{self.file}{line}{column}"


@dataclass(frozen=True, slots=True)
class Subject:
    """A field of a thing in a document that came from no file."""

    kind: str
    key: str
    field: str = ""

    def __str__(self) -> str:
        name = f"{self.kind} “{self.key}”"
        return f"{name}, {self.field}" if self.field else name


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, which value, why, and what to do about it."""

    code: str
    where: Place | Subject
    value: str = ""
    expected: str = ""

    @property
    def reason(self) -> str:
        return REASONS[self.code].format(value=self.value, expected=self.expected)

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


class FrameworkError(ValueError):
    """A framework cannot be used as it is; `faults` says all that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that was read and is no part of the document, by a rule of its format."""

    file: str
    line: int
    column: str
    code: str
    reason: str
    value: str = ""

    def __str__(self) -> str:
        return f"{Place(self.file, self.line, self.column)}: {self.reason}"
