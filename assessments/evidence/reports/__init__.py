"""Reads of evidence: what is behind a level, which self-ratings wait for a manager, who was above whom."""

from assessments.evidence.reports.confirmation import (
    answers_to_self_ratings,
    self_ratings_waiting,
    waiting_ratings,
)
from assessments.evidence.reports.evidence import corroborated_skills, evidence_of
from assessments.evidence.reports.levels import later_maps, on_todays_levels
from assessments.evidence.reports.records import left_by_then, mentored_then
from assessments.evidence.reports.replacements import ShownFor, counting_for
from assessments.evidence.reports.reporting_lines import Tie, ties_in_line
from assessments.evidence.reports.withdrawals import (
    EvidenceShown,
    evidence_shown,
    managers_to_confirm,
    with_withdrawals,
    withdrawals_of,
)
from assessments.evidence.selectors import (
    NO_MAPS,
    NO_REPLACEMENTS,
    NO_WITHDRAWALS,
    TODAY,
    WITHDRAWN_AT,
    Counted,
    LevelMaps,
    SkillReplacements,
    Withdrawals,
    errors_as_read,
    level_maps,
    skill_replacements,
    utc_microseconds,
    without_repeats,
)

__all__ = [
    "NO_MAPS",
    "NO_REPLACEMENTS",
    "NO_WITHDRAWALS",
    "TODAY",
    "WITHDRAWN_AT",
    "Counted",
    "EvidenceShown",
    "LevelMaps",
    "ShownFor",
    "SkillReplacements",
    "Tie",
    "Withdrawals",
    "answers_to_self_ratings",
    "corroborated_skills",
    "counting_for",
    "errors_as_read",
    "evidence_of",
    "evidence_shown",
    "later_maps",
    "left_by_then",
    "level_maps",
    "managers_to_confirm",
    "mentored_then",
    "on_todays_levels",
    "self_ratings_waiting",
    "skill_replacements",
    "ties_in_line",
    "utc_microseconds",
    "waiting_ratings",
    "with_withdrawals",
    "withdrawals_of",
    "without_repeats",
]
