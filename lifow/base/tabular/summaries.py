"""What an import would do, as it is kept beside the file and shown on a page: counts, first lines, brakes."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import TypedDict

SHOWN = 20
"""How many lines of a part are kept to be shown; all of them are in the file of the whole plan."""


class Part(TypedDict):
    """One part of a plan: how many items it has, and the first of them, a line each."""

    code: str
    title: str
    count: int
    lines: list[str]


class Stop(TypedDict):
    """A limit that is passed: of which kind, how many, of how many, how many may, and that in words."""

    kind: str
    count: int
    of: int
    allowed: int
    text: str


class PlanSummary(TypedDict):
    """A plan as JSON. `as_of` is a day, "" where no day counts; `notes` are sentences on the whole of it."""

    as_of: str
    is_empty: bool
    parts: list[Part]
    stops: list[Stop]
    notes: list[str]


def digest_of_plan(plan: object) -> str:
    """What tells a plan from any other: SHA-256 of all that its dataclasses hold."""
    return hashlib.sha256(repr(plan).encode()).hexdigest()


def part_of(code: str, title: str, lines: Iterable[str]) -> Part:
    """A part with its first lines; a line that is very long is cut."""
    every = list(lines)
    return Part(code=code, title=title, count=len(every), lines=[one[:500] for one in every[:SHOWN]])


def without_lines(summary: Mapping[str, object]) -> dict[str, object]:
    """The same without what names people: counts and limits stay."""
    parts = summary.get("parts")
    kept = {name: summary[name] for name in ("as_of", "is_empty", "stops") if name in summary}
    return {**kept, "parts": [{**one, "lines": []} for one in parts] if isinstance(parts, list) else []}
