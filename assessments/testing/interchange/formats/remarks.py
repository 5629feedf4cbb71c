"""What of a file was not taken over and why, and what makes a whole file unreadable.

A remark is structured (code, value, expected) so that an interface may word it in the reader's language;
`reason` is the English wording.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from lifow.base.tabular import READING_REASONS, Problem

REASONS: Mapping[str, str] = {
    # The whole question is left out.
    "no_stem": "The question has no text.",
    "braces": "The braces do not pair up. Put { before the answers and } after them; an empty line ends a"
    " question.",
    "several_gaps": "It has several gaps (%(value)s). A question has one answer here: make one of each gap.",
    "essay": "Somebody has to read the answer (%(value)s). Such a question cannot be scored by itself.",
    "no_question": "It asks nothing (%(value)s).",
    "unknown_kind": "Questions of the kind “%(value)s” cannot be read. Kinds that can: %(expected)s.",
    "calculated": "Its numbers are drawn anew for everybody (%(value)s). Write it with fixed numbers.",
    "many_parts": "It has %(value)s parts; at most %(expected)s are kept.",
    "unknown_answer": "The right answer “%(value)s” is none of its options: %(expected)s.",
    "no_key": "The file does not say what is right.",
    "no_answer_line": "There is no line that says which option is right, such as “ANSWER: B”.",
    "arrow": "“%(value)s” is no pair. Write each as left -> right.",
    "arrow_twice": "“%(value)s” has several partners. A pair has one left and one right side.",
    "not_a_number": "“%(value)s” is not a number. Write digits with a point, such as 12.5.",
    "range": "“%(value)s” is no range of two numbers, the lower one first.",
    "too_long": "A text has more than %(expected)s characters: “%(value)s”.",
    "adaptive": "It is answered in several steps (adaptive).",
    "several_interactions": "It asks for %(value)s answers. Make a question of each.",
    "no_file": "The package names a file that is not in it: %(value)s.",
    "unreadable_file": "The file cannot be read: %(value)s.",
    "bad_quote": READING_REASONS["bad_quote"],
    "too_many_cells": READING_REASONS["too_many_cells"],
    "cell": "“%(value)s” cannot stand in this column. Use %(expected)s.",
    "missing_cell": "A value is needed here.",
    "no_picture": "The question is about areas of a picture, and the file has none.",
    "wildcards_only": "Every accepted answer has a * that stands for any text. Write out what is accepted.",
    "too_many": "Only the first %(expected)s questions of a file are read.",
    # A part of the question, or of the file, is not taken over.
    "encoding": "The file is not UTF-8. It was read as Windows-1252: look at letters such as é and ß.",
    "control_character": "Invisible characters were taken out: %(value)s.",
    "category": "“%(value)s” is not taken over as a category; it is offered as the skill.",
    "points": "Points are not taken over (%(value)s): each question counts alike.",
    "penalty": "Points off for further tries are not taken over (%(value)s): a question is answered once.",
    "settings": "Settings are not taken over: %(value)s.",
    "hints": "Hints are not taken over: %(value)s.",
    "weight": "“%(value)s” was worth %(expected)s%%. It counts as wrong now: it is right or wrong.",
    "weight_kept": "“%(value)s” was worth %(expected)s%%. It counts as right now: it is right or wrong.",
    "partial_credit": "It gave points for a part of the answer. Now all of it has to be right.",
    "general_feedback": "What was said whatever the answer stands with the right answer now.",
    "feedback": "Feedback is not taken over: “%(value)s”.",
    "wrong_feedback": "Feedback to wrong answers is not taken over: “%(value)s”.",
    "wrong_answer": "“%(value)s” is not taken over as a wrong answer: what is not accepted is wrong.",
    "true_false": "True or false is a single choice of “%(value)s” now. Word the two as its language does.",
    "wildcard": "The accepted answer “%(value)s” is not taken over: its * stands for any text.",
    "accepted_regex": "The accepted answer “%(value)s” is not taken over: it is a pattern.",
    "several_numbers": "The further right answer %(value)s is not taken over: a number has one here.",
    "units": "Further units are not taken over: %(value)s.",
    "sides": "The tolerance below and above differ (%(value)s); the larger one holds on both sides.",
    "relative_tolerance": "The tolerance of %(value)s is %(expected)s now.",
    "case": "It does not say whether capital letters count. They count as the file had it: %(value)s.",
    "mixed_case": "Capital letters counted in some of its answers only. Now they count in none.",
    "picture_linked": "The picture lies elsewhere, and is not fetched: %(value)s. Upload it.",
    "picture_missing": "The picture is not in the file: %(value)s. Upload it.",
    "picture_part": "A picture of an answer or its feedback is not taken over: %(value)s.",
    "picture_further": "A question has one picture; this one is not taken over: %(value)s.",
    "picture_large": "The picture is larger than %(expected)s MB: %(value)s.",
    "picture_refused": "The picture is not taken over. %(value)s",
    "no_alt": "The file does not say what the picture shows; its name stands there. Write what it shows.",
    "picture_unreadable": "The picture cannot be read: %(value)s.",
    "markup": "What Markdown does not have is not taken over: %(value)s.",
    "deep_markup": "The text is nested too deeply, and is taken over as plain text.",
    "link": "A link is not taken over: %(value)s. Links begin with http, https or mailto.",
    "plain_part": "Answers and what is said of them are plain text; markup is not taken over: %(value)s.",
    "formula": "The formula is shown as it was typed: %(value)s.",
    "media": "Sound, video and embedded pages are not taken over: %(value)s.",
    "response_processing": "It was scored by a rule of its own. Now an answer is right where it is the right"
    " one of the file.",
    "rubric": "Instructions for some readers are not taken over: %(value)s.",
    "templates": "Numbers or words that are drawn anew are not taken over: %(value)s.",
    "stylesheet": "Style sheets are not taken over.",
    "outcomes": "Results besides right or wrong are not taken over: %(value)s.",
    "files": "Files of the package that no question shows are not taken over: %(value)s.",
    "tests": "The order and the rules of a test are not taken over, only its questions: %(value)s.",
    "unknown_column": "The column is not known and not taken over. Columns are %(expected)s.",
    "cell_unused": "“%(value)s” is not taken over: a question of this kind has no such column.",
    "level": "“%(value)s” is no level and not taken over.",
    "language": "“%(value)s” is no language and not taken over. Use a code such as en or de.",
    "tags": "Tags are not taken over: %(value)s.",
    # What a format cannot carry when it is written.
    "not_carried": "The format has no questions of the kind “%(value)s”; this one is not written.",
    "no_room": "The format has no room for %(value)s.",
    "no_picture_room": "The format has no pictures; the question is written without its own.",
    "formatting": "The format has plain text only; the formatting is lost.",
    "no_tags": "The format does not have: %(value)s.",
    "cannot_escape": "The format cannot hold “%(value)s” at that place; this question is not written.",
}

LEFT_OUT = frozenset(
    {
        "no_stem",
        "braces",
        "several_gaps",
        "essay",
        "no_question",
        "unknown_kind",
        "calculated",
        "many_parts",
        "unknown_answer",
        "no_answer_line",
        "no_key",
        "arrow",
        "arrow_twice",
        "not_a_number",
        "range",
        "too_long",
        "adaptive",
        "several_interactions",
        "no_file",
        "unreadable_file",
        "bad_quote",
        "too_many_cells",
        "cell",
        "missing_cell",
        "no_picture",
        "wildcards_only",
        "too_many",
        "not_carried",
        "cannot_escape",
    }
)
"""The whole question is not taken over, or not written."""

FORMAT_REASONS: Mapping[str, str] = {
    **READING_REASONS,
    "empty_file": "The file is empty.",
    "too_large": "The file has more than %(expected)s MB. Split it.",
    "not_text": "This is no text file.",
    "not_xml": "This is no XML that can be read: %(value)s.",
    "document_type": "The file has a document type (<!DOCTYPE …>), which is not read. Take it out.",
    "too_deep": "The file is nested deeper than %(expected)s levels.",
    "too_many_elements": "The file has more than %(expected)s elements. Split it.",
    "not_moodle": "This is no Moodle XML: its first element is <%(value)s>, not <quiz>.",
    "not_qti": "This is no QTI item or package: %(value)s.",
    "qti_1": "This is QTI 1.2, as Canvas, Blackboard and ILIAS export it. Export QTI 2.1, or Moodle XML.",
    "qti_3": "This is QTI 3. Export QTI 2.1 or 2.2.",
    "not_a_zip": "The archive cannot be read: %(value)s.",
    "archive_path": "The archive has a file outside its own folder: %(value)s. Nothing of it is read.",
    "archive_files": "The archive has more than %(expected)s files.",
    "archive_size": "The archive holds more than %(expected)s MB, or packs more than it could.",
    "archive_locked": "The archive is locked with a password: %(value)s.",
    "no_manifest": "The archive has no imsmanifest.xml and no QTI item.",
    "no_table": "The archive has no CSV file, or several.",
    "missing_column": "The column is missing. The first line needs at least: %(expected)s.",
    "repeated_column": "The column is there twice. Remove or rename one.",
    "no_questions": "The file has no questions of this format. Is it another one?",
    "unknown_format": "This is none of the formats that are read: %(expected)s.",
}


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file: its line (0 for none), the question by its name or key, the column of a table."""

    file: str = ""
    line: int = 0
    name: str = ""
    column: str = ""

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        name = f"“{self.name}”" if self.name else ""
        column = f"column “{self.column}”" if self.column else ""
        return ", ".join(filter(None, (self.file, line, name, column)))


@dataclass(frozen=True, slots=True)
class Remark(Problem):
    """One thing that was not taken over: where, which value, why. `count` questions are alike in it."""

    reasons: ClassVar[Mapping[str, str]] = REASONS

    code: str
    where: Where = Where()
    value: str = ""
    expected: str = ""
    count: int = 1

    @property
    def parameters(self) -> dict[str, str]:
        return {"value": self.value, "expected": self.expected}

    @property
    def is_left_out(self) -> bool:
        """Whether the whole question is not taken over."""
        return self.code in LEFT_OUT

    def __str__(self) -> str:
        place = str(self.where)
        return f"{place}: {self.reason}" if place else self.reason


class FormatError(ValueError, Problem):
    """A file cannot be read at all: where and why."""

    reasons: ClassVar[Mapping[str, str]] = FORMAT_REASONS

    def __init__(self, code: str, where: Where | None = None, value: str = "", expected: str = "") -> None:
        self.code = code
        self.where = where or Where()
        self.value = value
        self.expected = expected
        place = str(self.where)
        super().__init__(f"{place}: {self.reason}" if place else self.reason)

    @property
    def parameters(self) -> dict[str, str]:
        return {"value": self.value, "expected": self.expected}

    def __str__(self) -> str:
        return str(self.args[0])


class LeftOutError(Exception):
    """A question that cannot be taken over; a reader makes a remark of it and goes on with the next."""

    def __init__(self, code: str, value: str = "", expected: str = "", column: str = "") -> None:
        self.code = code
        self.value = value
        self.expected = expected
        self.column = column
        super().__init__(code)


def counted(remarks: Iterable[Remark]) -> list[Remark]:
    """The remarks, those of one code and value as one with how many questions have it, at the first place."""
    found: dict[tuple[str, str, str], list[Remark]] = {}
    for one in remarks:
        found.setdefault((one.code, one.value, one.expected), []).append(one)
    return [
        Remark(first[0].code, first[0].where, first[0].value, first[0].expected, len(first))
        for first in found.values()
    ]
