"""Reads for pages and the API: stored gap reports in, dataclasses out. Nothing here writes."""

from assessments.gaps.reports.groups import (
    TeamFigures,
    TeamMap,
    TeamRow,
    figures_of_teams,
    standings_by_person,
    standings_in,
    team_map,
)
from assessments.gaps.reports.measured import MeasuredReports, measured_reports
from assessments.gaps.reports.named import NamedReport, named_reports
from assessments.gaps.reports.people import (
    PersonGaps,
    SkillStanding,
    gaps_of,
    named_skills,
    standing_of,
    standings_of,
)
from assessments.gaps.reports.policy import errors_of
from assessments.gaps.reports.stored import StoredReports, stored_reports
from assessments.gaps.reports.trend import TrendPoint, readiness_at

__all__ = [
    "MeasuredReports",
    "NamedReport",
    "PersonGaps",
    "SkillStanding",
    "StoredReports",
    "TeamFigures",
    "TeamMap",
    "TeamRow",
    "TrendPoint",
    "errors_of",
    "figures_of_teams",
    "gaps_of",
    "measured_reports",
    "named_reports",
    "named_skills",
    "readiness_at",
    "standing_of",
    "standings_by_person",
    "standings_in",
    "standings_of",
    "stored_reports",
    "team_map",
]
