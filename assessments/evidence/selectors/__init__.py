"""Evidence as arrays: its levels as they read at a moment, and the skills for which it counts then."""

from assessments.evidence.selectors.level_maps import (
    NO_MAPS,
    LevelMaps,
    errors_as_read,
    level_maps,
    utc_microseconds,
)
from assessments.evidence.selectors.replacements import (
    NO_REPLACEMENTS,
    TODAY,
    Counted,
    SkillReplacements,
    skill_replacements,
)
from assessments.evidence.selectors.withdrawals import (
    NO_WITHDRAWALS,
    WITHDRAWN_AT,
    Withdrawals,
    without_repeats,
)

__all__ = [
    "NO_MAPS",
    "NO_REPLACEMENTS",
    "NO_WITHDRAWALS",
    "TODAY",
    "WITHDRAWN_AT",
    "Counted",
    "LevelMaps",
    "SkillReplacements",
    "Withdrawals",
    "errors_as_read",
    "level_maps",
    "skill_replacements",
    "utc_microseconds",
    "without_repeats",
]
