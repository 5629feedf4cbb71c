"""The parts of a SCORM module as they are stored: a package, and which score is evidence of what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from content.kinds.stored import rows_of, text_of

FILE, RULES = "file", "rules"
FILE_ID = re.compile(r"fil_[0-9a-z]{16}")
SKILL_ID = re.compile(r"skl_[0-9a-z]{1,40}")
MOST_RULES = 10
LONGEST = 50


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """That a score of at least so many percent is evidence that somebody has a skill at a level."""

    key: str
    skill: str
    least: int
    level: Decimal


def tidy_package(parts: Mapping[str, Any]) -> dict[str, Any]:
    """The parts in the form that is stored."""
    told: dict[str, Any] = {}
    if file := file_id_of(parts):
        told[FILE] = file
    if rows := rows_of(parts, RULES, ("skill", "least", "level"), most=MOST_RULES, longest=LONGEST):
        told[RULES] = rows
    return told


def file_id_of(parts: Mapping[str, Any]) -> str:
    """The public id of the package; "" where there is none."""
    found = text_of(parts, FILE, 30)
    return found if FILE_ID.fullmatch(found) else ""


def rules_in(parts: Mapping[str, Any]) -> list[EvidenceRule]:
    """The rules of tidy parts that say all that they have to."""
    found = (rule_of(row) for row in parts.get(RULES, ()))
    return [one for one in found if one is not None]


def rule_of(row: Mapping[str, str]) -> EvidenceRule | None:
    """A rule; None where something of it is missing or none."""
    least, level = whole_percent(row["least"]), level_of(row["level"])
    if not SKILL_ID.fullmatch(row["skill"]) or least is None or level is None:
        return None
    return EvidenceRule(row["key"], row["skill"], least, level)


def whole_percent(text: str) -> int | None:
    """A whole number from 1 to 100."""
    found = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return found if 1 <= found <= 100 else None


def level_of(text: str) -> Decimal | None:
    """A level with two decimals at most; whether a scale has it is looked up elsewhere."""
    try:
        found = Decimal(text.strip())
    except InvalidOperation:
        return None
    is_level = found.is_finite() and 0 <= found < 100 and round(found, 2) == found
    return found if is_level else None


def skills_of(rules: Sequence[EvidenceRule]) -> set[str]:
    """The public ids of the skills of rules."""
    return {one.skill for one in rules}
