"""The parts of a video as they are stored: a file by its public id, captions by language, chapters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf.locale import LANG_INFO

from content.kinds.stored import rows_of, text_of
from content.kinds.video.clock import clock_of, seconds_of
from content.kinds.video.cues import Cue, read_captions
from lifow.base.bounds import LONGEST_BODY, LONGEST_LINE

FILE, CAPTIONS, CHAPTERS, QUESTIONS = "file", "captions", "chapters", "questions"
FILE_ID = re.compile(r"fil_[0-9a-z]{16}")
LONGEST_CAPTIONS = LONGEST_BODY
MOST_CAPTIONS, MOST_CHAPTERS, MOST_QUESTIONS = 10, 50, 12
MADE_BY, MACHINE = "made_by", "machine"
"""What marks captions that a machine has written and nobody has checked."""
LANGUAGES: Mapping[str, str] = {
    code: str(told["name_local"]) for code, told in sorted(LANG_INFO.items()) if "name_local" in told
}
FIRST_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a video: the second at which it begins, and its title."""

    second: int
    title: str

    @property
    def clock(self) -> str:
        return clock_of(self.second)


@dataclass(frozen=True, slots=True)
class Moment:
    """A question of the item bank, and the second of a video at which it is asked."""

    second: int
    key: str
    item: str
    version: str = ""

    @property
    def clock(self) -> str:
        return clock_of(self.second)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said in a video, in one language."""

    language: str
    cues: Sequence[Cue]

    @property
    def name(self) -> str:
        return LANGUAGES[self.language]


def tidy_video(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts in the form that is stored; chapters in the order in which they come."""
    told: dict[str, Any] = {}
    if file := file_id_of(parts):
        told[FILE] = file
    texts = ("language", "text", MADE_BY)
    captions = rows_of(parts, CAPTIONS, texts, most=MOST_CAPTIONS, longest=LONGEST_CAPTIONS)
    if spoken := [_captions(row) for row in captions if row["text"]]:
        told[CAPTIONS] = spoken
    if chapters := rows_of(parts, CHAPTERS, ("title", "at"), most=MOST_CHAPTERS, longest=LONGEST_LINE):
        told[CHAPTERS] = sorted(chapters, key=_begins_at)
    if questions := tidy_questions(parts.get(QUESTIONS)):
        told[QUESTIONS] = questions
    return told


def tidy_questions(stored: Any) -> list[dict[str, Any]]:
    """Questions of the item bank with the moment at which each is asked, each once, as they come."""
    texts = ("item", "version", "at")
    rows = rows_of({QUESTIONS: stored}, QUESTIONS, texts, most=MOST_QUESTIONS, longest=LONGEST_LINE)
    once = {row["item"]: row for row in reversed(rows) if row["item"]}
    return sorted((row for row in rows if once.get(row["item"]) is row), key=_begins_at)


def moments_in(parts: Mapping[str, Any]) -> list[Moment]:
    """The questions of tidy parts that say when they are asked."""
    rows = ((seconds_of(row["at"]), row) for row in parts.get(QUESTIONS, ()))
    return [
        Moment(second, row["key"], row["item"], row["version"]) for second, row in rows if second is not None
    ]


def file_id_of(parts: Mapping[str, Any]) -> str:
    """The public id of the file; "" where there is none."""
    found = text_of(parts, FILE, 30)
    return found if FILE_ID.fullmatch(found) else ""


def spoken_in(parts: Mapping[str, Any]) -> list[Spoken]:
    """What is said, in each language of tidy parts, as far as it can be read."""
    found = [Spoken(row["language"], read_captions(row["text"]).cues) for row in parts.get(CAPTIONS, ())]
    return [one for one in found if one.cues]


def chapters_in(parts: Mapping[str, Any]) -> list[Chapter]:
    """The chapters of tidy parts that say when they begin."""
    rows = ((seconds_of(row["at"]), row["title"]) for row in parts.get(CHAPTERS, ()))
    return [Chapter(second, title) for second, title in rows if second is not None and title]


def _captions(row: Mapping[str, str]) -> dict[str, str]:
    """Captions as they are stored; the mark is there where a machine has made them."""
    told = {"key": row["key"], "language": _language(row["language"]), "text": row["text"]}
    return {**told, MADE_BY: MACHINE} if row[MADE_BY] == MACHINE else told


def _language(code: str) -> str:
    return code if code in LANGUAGES else FIRST_LANGUAGE


def _begins_at(row: Mapping[str, str]) -> float:
    """Where a chapter belongs; what says no moment comes last."""
    found = seconds_of(row["at"])
    return float("inf") if found is None else found
