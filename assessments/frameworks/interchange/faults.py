"""What is wrong with a framework and where, and what was left out of it on purpose.

A fault is structured (code, value, expected) so that an interface may word it in the reader's language;
`reason` is the English wording. Line 1 of a file names the columns, as a spreadsheet counts.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from lifow.base.tabular import READING_REASONS, Place, Problem, guarded

__all__ = ["REASONS", "Fault", "FrameworkError", "LeftOut", "Place", "Subject"]

REASONS: Mapping[str, str] = {
    **READING_REASONS,
    "missing_file": "The file is not there. %(expected)s",
    "no_folder": "This is a file. The format needs a folder with %(expected)s.",
    "missing_folder": "The folder is not there. The format needs one with %(expected)s.",
    "same_file_twice": "%(expected)s in the folder says the same. Keep one of them there.",
    "unreadable": "The file cannot be opened: %(value)s. Check the path and who may read it.",
    "missing_column": "The column is missing. Add it to the first line.",
    "unknown_column": "The column is not known. Use one of %(expected)s;"
    " or start its name with # for a note.",
    "repeated_column": "The column is there twice. Remove or rename one.",
    "one_line": "The file holds %(value)s lines below the first; it needs exactly one.",
    "missing": "A value is needed here.",
    "integer": "“%(value)s” is not a whole number. Write one of digits only, such as 3.",
    "number": "“%(value)s” is not a number with at most two decimals. Write it such as 2.5.",
    "level": "“%(value)s” is neither a level's number nor its name. Use a number or one of: %(expected)s.",
    "yes_no": "“%(value)s” is neither yes nor no. Write yes or no, or leave it empty for no.",
    "key_form": "“%(value)s” is not a key. Use letters a to z, digits, - and _,"
    " at most %(expected)s characters.",
    "too_long": "The text is longer than %(expected)s characters. Shorten it.",
    "control_character": "The text holds the invisible character %(value)s. Type that place again.",
    "duplicate": "“%(value)s” is used more than once. Remove one or give it another id.",
    "repeated_line": "“%(value)s” stands on line %(expected)s already. Remove one or give it another id.",
    "unknown_reference": "“%(value)s” is not among the %(expected)s. Correct it or add it there.",
    "parent_cycle": "The parents lead back to where they began: %(value)s. Clear the parent of one of them.",
    "no_levels": "The scale has no level above 0. Add at least one.",
    "level_value": "%(value)s is not a level's number. Use a whole number from 0 to %(expected)s.",
    "outside_scale": "%(value)s is outside the scale. Use %(expected)s.",
    "asks_nothing": "Level %(value)s asks for nothing. Use a level above 0, or remove the requirement.",
    "rank": "%(value)s is not a rank. Use a whole number from 0 to %(expected)s.",
    "weight": "%(value)s is not a weight. Use a number from 0.01 to %(expected)s.",
    "conflict": "The same role level and skill stand at %(expected)s on an earlier line."
    " Keep one of the two.",
    "shared_scale": "%(expected)s is measured on this scale too, and the import would change it. Give this "
    "framework a scale key of its own, or change the scale for all of them in the admin.",
    "level_in_use": "Evidence still needs the level. Keep it, say with --levels how it reads now, or import"
    " these files as a new framework, with a key and a scale key of its own.",
    "levels_mean_another_thing": "Evidence stands on the levels of before (%(value)s), and these are others:"
    " %(expected)s. Say how each old level reads now with --levels “1=3, 2=2, 3=1” (old = new), or that each"
    " number means what it meant with --same-meaning.",
    "map_form": "“%(value)s” is no pair of an old and a new level. Write them such as 1=3, 2=2, 3=1.",
    "map_of_no_framework": "“%(value)s” names no framework. Write a line such as “onet: 1=3, 2=2”.",
    "map_twice": "The old level %(value)s is mapped to two new ones. Keep one of them.",
    "map_misses": "The old level %(value)s has no new one. Say how each old level reads now.",
    "map_unknown": "%(value)s is not an old level. They are: %(expected)s.",
    "replaces_itself": "“%(value)s” cannot take its own place. Clear the cell, or name the skill of before.",
    "replaces_what_stays": "“%(value)s” is still in the file, so nothing takes its place. Remove its line, or"
    " take it out of here.",
    "replaced_elsewhere": "“%(value)s” is still a skill of its framework. Retire it there first.",
    "levels_of_another_scale": "Evidence of “%(value)s” is on other levels (%(expected)s). Say how each of"
    " them reads here: with --levels-of, or in the plan's page under “Levels of other frameworks”.",
    "evidence_goes": "%(value)s would count for nothing any more, as skills go and none takes their place:"
    " %(expected)s. Name them under “replaces” of the skills that take their place; if there are none, say"
    " so: with --without-replacement, or in the plan's page.",
    "slug_clash": "“%(value)s” gets the same id as “%(expected)s”. Rename one of them.",
}


SHOWN = 20
"""How many faults the text of an error names."""


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
class Fault(Problem):
    """One thing that is wrong: where, which value, why, and what to do about it."""

    reasons: ClassVar[Mapping[str, str]] = REASONS

    code: str
    where: Place | Subject
    value: str = ""
    expected: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        return {"value": self.value, "expected": self.expected}


class FrameworkError(ValueError):
    """A framework cannot be used as it is; `faults` says all that is wrong with it, its text the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        rest = len(self.faults) - SHOWN
        more = [f"and {rest:,} more"] if rest > 0 else []
        super().__init__("\n".join([*map(str, self.faults[:SHOWN]), *more]))


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


def fault_table(faults: Iterable[Fault]) -> bytes:
    """All faults as CSV for a spreadsheet, a line each: UTF-8 with BOM, formulas guarded."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(["file", "line", "column", "value", "reason"])
    for fault in faults:
        where = fault.where
        if isinstance(where, Place):
            place = (where.file, str(where.line or ""), where.column)
        else:
            place = ("", "", str(where))
        writer.writerow([guarded(cell) for cell in (*place, fault.value, fault.reason)])
    return stream.getvalue().encode("utf-8-sig")
