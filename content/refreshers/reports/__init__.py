"""Reads of refreshers: what is asked next, what was learned of each, and how well it is remembered."""

from content.refreshers.reports.next_ones import (
    NextRefreshers,
    Waiting,
    next_refreshers,
    next_refreshers_of,
    open_refreshers,
    refreshers_at_a_glance,
    seconds_since,
)
from content.refreshers.reports.retention import (
    CURVE_DAYS,
    OwnRetention,
    SkillCurve,
    SkillMemory,
    own_retention,
    retention_drawing,
    skill_curve,
    skill_retentions,
)

__all__ = [
    "CURVE_DAYS",
    "NextRefreshers",
    "OwnRetention",
    "SkillCurve",
    "SkillMemory",
    "Waiting",
    "next_refreshers",
    "next_refreshers_of",
    "open_refreshers",
    "own_retention",
    "refreshers_at_a_glance",
    "retention_drawing",
    "seconds_since",
    "skill_curve",
    "skill_retentions",
]
