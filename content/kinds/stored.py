"""Reading parts as they are stored: whatever is there, what comes back is of the form that a kind knows."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from lifow.base.bounds import is_day_in_bounds

LONGEST_KEY = 20
LONGEST_REF = 40
"""Characters of a public id, with room."""
KEY = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_KEY}}}")
"""A key stands in addresses and in ids of a page."""


def day_of(parts: Mapping[str, Any], name: str) -> str:
    """A day as it is written in ISO 8601; "" where there is none that may be stored."""
    try:
        day = date.fromisoformat(text_of(parts, name, len("2026-01-01")))
    except ValueError:
        return ""
    return day.isoformat() if is_day_in_bounds(day) else ""


def text_of(parts: Mapping[str, Any], name: str, longest: int) -> str:
    """A text of at most so many characters; "" where there is none."""
    value = parts.get(name)
    return value.replace("\0", "").strip()[:longest] if isinstance(value, str) else ""


def number_of(parts: Mapping[str, Any], name: str, *, least: int, most: int) -> int | None:
    """A whole number within bounds; None where there is none."""
    value = parts.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return value
    return None


def choice_of(parts: Mapping[str, Any], name: str, choices: Sequence[str]) -> str:
    """One of some values; the first where it is none of them."""
    value = parts.get(name)
    return value if isinstance(value, str) and value in choices else choices[0]


def refs_of(
    parts: Mapping[str, Any], name: str, texts: Sequence[str] = (), *, most: int, longest: int = LONGEST_REF
) -> list[dict[str, Any]]:
    """Rows that each name something by its public id, each thing once; the first stays."""
    rows = rows_of(parts, name, ("ref", *texts), most=most * 2, longest=longest)
    once = {one["ref"]: one for one in reversed(rows) if one["ref"]}
    return [one for one in rows if once.get(one["ref"]) is one][:most]


def ids_of(parts: Mapping[str, Any], name: str, *, most: int) -> list[str]:
    """Public ids, each once."""
    stored = parts.get(name)
    told = [text_of({name: one}, name, LONGEST_REF) for one in stored] if isinstance(stored, list) else []
    return list(dict.fromkeys(one for one in told if one))[:most]


def rows_of(
    parts: Mapping[str, Any], name: str, texts: Sequence[str], *, most: int, longest: int
) -> list[dict[str, Any]]:
    """Rows of texts, each with a key that no other has; rows without any text are none.

    The same is made of the same: a digest of it tells whether somebody has changed it.
    """
    stored = parts.get(name)
    rows: list[dict[str, Any]] = []
    taken: set[str] = set()
    for one in stored if isinstance(stored, list) else ():
        told = {text: text_of(one, text, longest) for text in texts} if isinstance(one, Mapping) else {}
        if not any(told.values()) or len(rows) >= most:
            continue
        key = text_of(one, "key", LONGEST_KEY)
        if not KEY.fullmatch(key) or key in taken:
            key = next(free for number in range(len(taken) + 1) if (free := f"row-{number}") not in taken)
        taken.add(key)
        rows.append({"key": key, **told})
    return rows
