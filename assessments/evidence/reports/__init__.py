"""Reads of evidence: what is behind a level, which self-ratings wait for a manager, who was above whom."""

from assessments.evidence.reports.confirmation import (
    answers_to_self_ratings,
    self_ratings_waiting,
    waiting_ratings,
)
from assessments.evidence.reports.evidence import corroborated_skills, evidence_of
from assessments.evidence.reports.levels import later_maps, on_todays_levels
from assessments.evidence.reports.replacements import ShownFor, counting_for
from assessments.evidence.reports.reporting_lines import Tie, ties_in_line
from assessments.evidence.selectors import (
    NO_MAPS,
    NO_REPLACEMENTS,
    TODAY,
    Counted,
    LevelMaps,
    SkillReplacements,
    level_maps,
    skill_replacements,
    utc_microseconds,
)

__all__ = [
    "NO_MAPS",
    "NO_REPLACEMENTS",
    "TODAY",
    "Counted",
    "LevelMaps",
    "ShownFor",
    "SkillReplacements",
    "Tie",
    "answers_to_self_ratings",
    "corroborated_skills",
    "counting_for",
    "evidence_of",
    "later_maps",
    "level_maps",
    "on_todays_levels",
    "self_ratings_waiting",
    "skill_replacements",
    "ties_in_line",
    "utc_microseconds",
    "waiting_ratings",
]
