"""Captions as they are written: WebVTT (W3C), and SubRip, which many programs save.

What comes of a file are plain texts with their times. Tags are taken off, whoever speaks is named before the
text, and settings, styles and notes are left out: nothing of a file but its words reaches a page.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

MOST_CUES = 5_000
LONGEST_CUE = 1_000
MOST_PROBLEMS = 10
MOST_IN_A_SENTENCE = 4
ARROW = "-->"
TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)[.,](\d{3})"
TIMING = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?")
SPEAKER = re.compile(r"<v(?:\.[^\s>]*)*\s+([^>]+)>")
TAG = re.compile(r"<[^>]*>?")
LEFT_OUT = ("NOTE", "STYLE", "REGION")
ENDS = re.compile(r"[.?!…。？！][\"'”’»)]*$")


class Wrong(Enum):
    """What can be wrong with a line."""

    NO_HEADER = "no header"
    NO_TIMES = "no times"
    BAD_TIMES = "bad times"
    ENDS_BEFORE = "ends before it begins"
    OUT_OF_ORDER = "begins before the one above"
    TOO_LONG = "too long"
    TOO_MANY = "too many"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class CueProblem:
    """What is wrong, and in which line of the file, counted from 1."""

    line: int
    what: Wrong


@dataclass(frozen=True, slots=True)
class Cue:
    """Words, and from when to when they are shown, in seconds."""

    begin: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class Captions:
    """What a file says, and what is wrong with it: cues of the lines that are right."""

    cues: Sequence[Cue]
    problems: Sequence[CueProblem]


def read_captions(text: str) -> Captions:
    """The cues of WebVTT or SubRip. Never raises: what cannot be read is a problem with its line."""
    lines = text.lstrip("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    problems: list[CueProblem] = []
    cues: list[Cue] = []
    for number, block in _blocks(lines):
        if len(cues) >= MOST_CUES:
            problems.append(CueProblem(number, Wrong.TOO_MANY))
            break
        found = _cue(number, block, after=cues[-1].begin if cues else 0.0)
        if isinstance(found, CueProblem):
            problems.append(found)
        elif found is not None:
            cues.append(found)
    if not cues and not problems:
        problems.append(CueProblem(1, Wrong.NOTHING))
    if (first := _header_problem(lines)) is not None and text.strip():
        problems.insert(0, first)
    return Captions(cues, problems[:MOST_PROBLEMS])


def sentences_of(cues: Sequence[Cue]) -> list[Cue]:
    """The cues joined to sentences, a few cues each at most: what a transcript shows."""
    joined: list[list[Cue]] = []
    for cue in cues:
        is_over = not joined or ENDS.search(joined[-1][-1].text) or len(joined[-1]) >= MOST_IN_A_SENTENCE
        if is_over:
            joined.append([cue])
        else:
            joined[-1].append(cue)
    return [Cue(few[0].begin, few[-1].end, " ".join(one.text for one in few)) for few in joined]


def as_webvtt(cues: Sequence[Cue]) -> str:
    """A file of these cues, their words as text alone."""
    blocks = [
        f"{_time(cue.begin)} {ARROW} {_time(cue.end)}\n{html.escape(cue.text, quote=False)}" for cue in cues
    ]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The lines between empty ones, with the number of the first; without the header and what is left out."""
    begin = 0
    for number, line in enumerate([*lines, ""]):
        if line.strip():
            continue
        block = list(lines[begin:number])
        if block and not (begin == 0 and block[0].startswith("WEBVTT")) and not _is_left_out(block[0]):
            yield begin + 1, block
        begin = number + 1


def _is_left_out(line: str) -> bool:
    return line.strip() in LEFT_OUT or line.startswith("NOTE ")


def _header_problem(lines: Sequence[str]) -> CueProblem | None:
    """SubRip has no header: it begins with a number or with times."""
    first = next(((number, line) for number, line in enumerate(lines, 1) if line.strip()), (1, ""))
    is_known = re.match(r"WEBVTT(\s|$)", first[1]) or first[1].strip().isdigit() or TIMING.fullmatch(first[1])
    return None if is_known else CueProblem(first[0], Wrong.NO_HEADER)


def _cue(number: int, block: Sequence[str], *, after: float) -> Cue | CueProblem | None:
    """One cue, or what is wrong with it; None for one without words."""
    place = next((place for place, line in enumerate(block[:2]) if ARROW in line), None)
    if place is None:
        return CueProblem(number, Wrong.NO_TIMES)
    number += place
    found = TIMING.fullmatch(block[place])
    if found is None:
        return CueProblem(number, Wrong.BAD_TIMES)
    begin, end = (_seconds(found.groups()[start : start + 4]) for start in (0, 4))
    if end <= begin:
        return CueProblem(number, Wrong.ENDS_BEFORE)
    if begin < after:
        return CueProblem(number, Wrong.OUT_OF_ORDER)
    text = _plain(" ".join(line.strip() for line in block[place + 1 :]))
    if len(text) > LONGEST_CUE or any(ARROW in line for line in block[place + 1 :]):
        return CueProblem(number + 1, Wrong.TOO_LONG)
    return Cue(begin, end, text) if text else None


def _plain(text: str) -> str:
    """The words without tags; who speaks is named before them."""
    text = SPEAKER.sub(lambda found: f"{found[1].strip()}: ", text)
    return re.sub(r"\s+", " ", html.unescape(TAG.sub("", text))).replace("\0", "").strip()


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, thousandths = (int(one or 0) for one in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
