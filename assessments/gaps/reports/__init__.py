"""Reads for pages and the API: stored gap reports in, dataclasses out. Nothing here writes."""

from assessments.gaps.reports.conflicts import conflict_of, gaps_with_conflicts
from assessments.gaps.reports.groups import (
    TeamFigures,
    TeamMap,
    TeamRow,
    figures_of_teams,
    standings_by_person,
    standings_in,
    team_map,
)
from assessments.gaps.reports.history import report_history
from assessments.gaps.reports.known import KnownLevel, known_levels
from assessments.gaps.reports.measured import MeasuredReports, measured_reports
from assessments.gaps.reports.named import NamedReport, named_reports
from assessments.gaps.reports.people import (
    PersonGaps,
    SkillStanding,
    counts_of,
    gaps_of,
    named_skills,
    standing_of,
    standings_by_skill,
    standings_of,
)
from assessments.gaps.reports.policy import errors_of
from assessments.gaps.reports.statements import Statements, statements_of
from assessments.gaps.reports.stored import StoredReports, stored_reports
from assessments.gaps.reports.strengths import strengths_shown
from assessments.gaps.reports.trend import TrendPoint, readiness_at
from assessments.gaps.reports.wording import (
    conflict_explained,
    critical_in_words,
    in_words,
    likely_in_words,
    of_people_in_words,
    readiness_in_words,
    skills_in_short,
    skills_in_words,
)

__all__ = [
    "KnownLevel",
    "MeasuredReports",
    "NamedReport",
    "PersonGaps",
    "SkillStanding",
    "Statements",
    "StoredReports",
    "TeamFigures",
    "TeamMap",
    "TeamRow",
    "TrendPoint",
    "conflict_explained",
    "conflict_of",
    "counts_of",
    "critical_in_words",
    "errors_of",
    "figures_of_teams",
    "gaps_of",
    "gaps_with_conflicts",
    "in_words",
    "known_levels",
    "likely_in_words",
    "measured_reports",
    "named_reports",
    "named_skills",
    "of_people_in_words",
    "readiness_at",
    "readiness_in_words",
    "report_history",
    "skills_in_short",
    "skills_in_words",
    "standing_of",
    "standings_by_person",
    "standings_by_skill",
    "standings_in",
    "standings_of",
    "statements_of",
    "stored_reports",
    "strengths_shown",
    "team_map",
]
