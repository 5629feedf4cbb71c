"""The parts of a path: modules by public id, in order, each with the days before it. Read as stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.kinds.stored import LONGEST_REF, number_of, rows_of, text_of

STOPS = "stops"
MOST_STOPS = 20
MOST_DAYS = 60
LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class Stop:
    """A module of a path: it opens so many days after the one before it was done; `why` is shown with it."""

    key: str
    ref: str
    why: str = ""
    days: int = 0


def tidy(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Stops that name a module, each module once."""
    stored = parts.get(STOPS)
    told = [one for one in stored if isinstance(one, Mapping)] if isinstance(stored, list) else []
    first: dict[str, Mapping[str, Any]] = {}
    for one in told:
        if ref := text_of(one, "ref", LONGEST_REF):
            first.setdefault(ref, one)
    named = [{"key": one.get("key"), "ref": ref} for ref, one in first.items()]
    rows = rows_of({STOPS: named}, STOPS, ("ref",), most=MOST_STOPS, longest=LONGEST_REF)
    stops = [
        {
            **row,
            "why": text_of(first[row["ref"]], "why", LONGEST_WHY),
            "days": number_of(first[row["ref"]], "days", least=0, most=MOST_DAYS) or 0,
        }
        for row in rows
    ]
    return {STOPS: stops} if stops else {}


def stops_of(parts: Mapping[str, Any]) -> Sequence[Stop]:
    """The stops of parts."""
    return [Stop(**one) for one in tidy(parts).get(STOPS, [])]
