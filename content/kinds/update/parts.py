"""The parts of a product update: a day, whom it concerns, and what it replaces. Read as they are stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from content.kinds.quiz.reports import QUESTIONS, tidy_questions
from content.kinds.stored import day_of, ids_of, refs_of, rows_of
from content.kinds.update.choices import LONGEST_TERM

FROM_DAY, ROLES, SKILLS, TERMS, REPLACED, KEPT = "from_day", "roles", "skills", "terms", "replaced", "kept"
MOST_ROLES, MOST_SKILLS, MOST_TERMS, MOST_REPLACED, MOST_QUESTIONS = 30, 20, 10, 50, 2
MOST_KEPT = 200


@dataclass(frozen=True, slots=True)
class Term:
    """Words that are not right any more, and what is said instead, if anything."""

    key: str
    text: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a product update says beside its text: ids are public ones.

    replaced   modules that it outdates because its author chose them
    kept       modules that stay as they are although they mention a term
    """

    from_day: date | None
    roles: Sequence[str]
    skills: Sequence[str]
    terms: Sequence[Term]
    replaced: Sequence[str]
    kept: Sequence[str]


def tidy(parts: Mapping[str, Any]) -> dict[str, Any]:
    """All that there is of a product update; what is empty is left out."""
    told = {
        FROM_DAY: day_of(parts, FROM_DAY),
        ROLES: refs_of(parts, ROLES, most=MOST_ROLES),
        SKILLS: refs_of(parts, SKILLS, most=MOST_SKILLS),
        TERMS: rows_of(parts, TERMS, ("text", "instead"), most=MOST_TERMS, longest=LONGEST_TERM),
        REPLACED: refs_of(parts, REPLACED, most=MOST_REPLACED),
        KEPT: sorted(ids_of(parts, KEPT, most=MOST_KEPT)),
        QUESTIONS: tidy_questions(parts).get(QUESTIONS, [])[:MOST_QUESTIONS],
    }
    return {name: value for name, value in told.items() if value}


def said_in(parts: Mapping[str, Any]) -> Said:
    """What parts say."""
    known = tidy(parts)
    day = known.get(FROM_DAY)
    roles, skills, replaced = (
        [one["ref"] for one in known.get(name, [])] for name in (ROLES, SKILLS, REPLACED)
    )
    return Said(
        from_day=date.fromisoformat(day) if day else None,
        roles=roles,
        skills=skills,
        terms=[Term(**one) for one in known.get(TERMS, [])],
        replaced=replaced,
        kept=known.get(KEPT, []),
    )
