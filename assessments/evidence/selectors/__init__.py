"""Evidence as arrays: its levels as they read at a moment, and the skills for which it counts then."""

from assessments.evidence.selectors.level_maps import NO_MAPS, LevelMaps, level_maps, utc_microseconds
from assessments.evidence.selectors.replacements import (
    NO_REPLACEMENTS,
    TODAY,
    Counted,
    SkillReplacements,
    skill_replacements,
)

__all__ = [
    "NO_MAPS",
    "NO_REPLACEMENTS",
    "TODAY",
    "Counted",
    "LevelMaps",
    "SkillReplacements",
    "level_maps",
    "skill_replacements",
    "utc_microseconds",
]
