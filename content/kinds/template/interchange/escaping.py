"""Words as Markdown that says just them, with as few backslashes as that takes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from content.kinds.template.interchange.markdown import Run

SPECIAL = re.compile(r"[\\`*]|(?<!\w)_|_(?!\w)|~(?=~)|<(?=[A-Za-z/!?])|\](?=\()|&(?=#?\w+;)")
BEGINS_BLOCK = re.compile(
    r"(?m)^[^\S\n]*(?P<mark>#{1,6}(?=\s|$)|>|[+-](?=\s|$)|=+\s*$|[-:|](?=[-:|\s]*$)|\d{1,9}(?=[.)](?:\s|$)))"
)
MARKS = (("struck", "~~"), ("bold", "**"), ("italic", "*"))


@dataclass(frozen=True, slots=True)
class Written:
    """Markdown of some runs, and where in it each character of their words begins and ends."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where characters of the words are in the Markdown; None for none."""
        if not self.starts or start >= end:
            return None
        last = len(self.starts) - 1
        return self.starts[min(start, last)], self.ends[min(end - 1, last)]


def as_markdown(runs: Sequence[Run], *, in_table: bool = False) -> Written:
    """Runs as the Markdown of one block."""
    text = ""
    starts: list[int] = []
    ends: list[int] = []
    for run in _merged(runs):
        words, lead, tail = _trimmed(run)
        for one in lead:
            text = _add(text, one, starts, ends)
        before, behind = _marks(run) if words else ("", "")
        opened = len(text)
        text += before
        for place, one in enumerate(words):
            said = one if run.code else _escaped(words, place, in_table=in_table)
            text = _add(text, said, starts, ends)
        text += behind
        if words:
            starts[-len(words)], ends[-1] = opened, len(text)
        for one in tail:
            text = _add(text, one, starts, ends)
    return _with_quiet_lines(text, starts, ends)


def _add(text: str, said: str, starts: list[int], ends: list[int]) -> str:
    starts.append(len(text))
    text += said
    ends.append(len(text))
    return text


def _merged(runs: Sequence[Run]) -> list[Run]:
    """Neighbours that look alike as one: a document divides words wherever it likes."""
    found: list[Run] = []
    for run in runs:
        if found and replace(found[-1], text="") == replace(run, text=""):
            found[-1] = replace(run, text=found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return found


def _trimmed(run: Run) -> tuple[str, str, str]:
    """The words of a run, and the spaces before and behind them, which no marks enclose."""
    words = run.text.strip()
    if not words:
        return "", run.text, ""
    at = run.text.index(words)
    return words, run.text[:at], run.text[at + len(words) :]


def _marks(run: Run) -> tuple[str, str]:
    before = "".join(mark for name, mark in MARKS if getattr(run, name))
    behind = before[::-1]
    if run.code:
        before, behind = f"{before}`", f"`{behind}"
    if run.link:
        address = run.link.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
        before, behind = f"[{before}", f"{behind}]({address})"
    return before, behind


def _escaped(words: str, place: int, *, in_table: bool) -> str:
    one = words[place]
    if in_table and one in "|\n":
        return r"\|" if one == "|" else " "
    return f"\\{one}" if SPECIAL.match(words, place) else one


def _with_quiet_lines(text: str, starts: list[int], ends: list[int]) -> Written:
    """With a backslash where a line would begin a heading, a list or a quote by its first characters."""
    for found in reversed(list(BEGINS_BLOCK.finditer(text))):
        mark = found["mark"]
        at = found.end("mark") if mark[0].isdigit() else found.start("mark")
        text = f"{text[:at]}\\{text[at:]}"
        starts[:] = [one + (one > at) for one in starts]
        ends[:] = [one + (one > at) for one in ends]
    return Written(text, starts, ends)
