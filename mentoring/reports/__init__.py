"""Reads for pages and the API: shortlists with their reasons, pairs, tasks that wait, the programme."""

from mentoring.reports.allowed import Bar, allowed, bar_between, with_bars
from mentoring.reports.covered import CoveredSkill, PairingReason, with_reasons, with_standings
from mentoring.reports.learners import (
    LearnerSide,
    MentorLine,
    learner_side,
    mentor_line,
    shortlist_of,
    skills_to_show,
    under_way_of,
)
from mentoring.reports.mentors import Desk, count_waiting, desk_of, seats_of, strengths_of
from mentoring.reports.pairs import PairingDetail, pairing_detail, tasks_of
from mentoring.reports.programme import (
    ProgrammeNumbers,
    UnmatchedGroup,
    mentors_by_need,
    programme_numbers,
    unmatched,
    unmatched_groups,
)
from mentoring.reports.reasons import ReasonWords, reason_words

__all__ = [
    "Bar",
    "CoveredSkill",
    "Desk",
    "LearnerSide",
    "MentorLine",
    "PairingDetail",
    "PairingReason",
    "ProgrammeNumbers",
    "ReasonWords",
    "UnmatchedGroup",
    "allowed",
    "bar_between",
    "count_waiting",
    "desk_of",
    "learner_side",
    "mentor_line",
    "mentors_by_need",
    "pairing_detail",
    "programme_numbers",
    "reason_words",
    "seats_of",
    "shortlist_of",
    "skills_to_show",
    "strengths_of",
    "tasks_of",
    "under_way_of",
    "unmatched",
    "unmatched_groups",
    "with_bars",
    "with_reasons",
    "with_standings",
]
