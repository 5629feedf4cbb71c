"""Reads of pairings: who may be paired, why they were, whom a learner may ask."""

from mentoring.pairings.reports.allowed import Bar, allowed, bar_between, bar_of, with_bars
from mentoring.pairings.reports.covered import CoveredSkill, PairingReason, with_reasons, with_standings
from mentoring.pairings.reports.learners import (
    MentorLine,
    has_a_seat,
    mentor_line,
    shortlist_of,
    under_way_of,
)
from mentoring.pairings.reports.merging import merge_counts, merge_objections
from mentoring.pairings.reports.reasons import NO_GAPS, REASONS, ReasonWords, reason_words

__all__ = [
    "NO_GAPS",
    "REASONS",
    "Bar",
    "CoveredSkill",
    "MentorLine",
    "PairingReason",
    "ReasonWords",
    "allowed",
    "bar_between",
    "bar_of",
    "has_a_seat",
    "mentor_line",
    "merge_counts",
    "merge_objections",
    "reason_words",
    "shortlist_of",
    "under_way_of",
    "with_bars",
    "with_reasons",
    "with_standings",
]
