"""The question of a digest, and which of its options was chosen, without the author's keys."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assessments.testing.bank.kinds import AnswerError, kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import summary_of
from assessments.testing.sittings.reports.single_question import LONGEST_STEM


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question in plain words, its options by their places in the order of a seed."""

    version: ItemVersion
    stem: str
    options: Mapping[str, str]


def asked_question(version: ItemVersion, seed: int) -> AskedQuestion:
    """A question as a digest asks it."""
    rows = kind_named(version.kind).shown(version.body, seed).get("options", ())
    options = {str(row["key"]): str(row["text"]) for row in rows}
    return AskedQuestion(version, summary_of(version, LONGEST_STEM), options)


def place_elsewhere(version: ItemVersion, place: str, *, seed: int, other_seed: int) -> str | None:
    """Where the option that stands at a place in the order of one seed stands in that of another; None where
    there is no such place."""
    kind = kind_named(version.kind)
    try:
        chosen = kind.read(version.body, seed, {"key": place})
    except AnswerError:
        return None
    there = (str(row["key"]) for row in kind.shown(version.body, other_seed).get("options", ()))
    return next((one for one in there if _read(version, one, other_seed) == chosen), None)


def _read(version: ItemVersion, place: str, seed: int) -> dict[str, Any]:
    return kind_named(version.kind).read(version.body, seed, {"key": place})
