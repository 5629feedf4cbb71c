"""Figures out of columns: medians, shares, and which of them may be told. Pure."""

from channels.figures.compute.figures import (
    LEAST_PEOPLE,
    Figure,
    Learned,
    ModuleGain,
    Need,
    levels_per_minute,
    minutes_learned,
    search_seconds,
    share,
    time_to_answer,
)

__all__ = [
    "LEAST_PEOPLE",
    "Figure",
    "Learned",
    "ModuleGain",
    "Need",
    "levels_per_minute",
    "minutes_learned",
    "search_seconds",
    "share",
    "time_to_answer",
]
