"""Reads of pairings: who may be paired, why they were, whom a learner may ask."""

from mentoring.pairings.reports.allowed import Bar, allowed, bar_between, bar_of, with_bars
from mentoring.pairings.reports.covered import CoveredSkill, PairingReason, with_reasons, with_standings
from mentoring.pairings.reports.learners import (
    MentorLine,
    has_a_seat,
    line_of,
    mentor_line,
    mentors_to_count,
    pairings_at_home,
    shortlist_of,
    shown_at_home,
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
    "line_of",
    "mentor_line",
    "mentors_to_count",
    "merge_counts",
    "merge_objections",
    "pairings_at_home",
    "reason_words",
    "shortlist_of",
    "shown_at_home",
    "under_way_of",
    "with_bars",
    "with_reasons",
    "with_standings",
]
