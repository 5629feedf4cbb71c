"""Reads for pages and the API: stored gap reports in, dataclasses out. Nothing here writes."""

from assessments.gaps.reports.groups import (
    Overview,
    SkillTotals,
    TeamMap,
    TeamRow,
    add_up,
    overview,
    people_needing,
    team_map,
    totals_by_unit,
    units_of_people,
)
from assessments.gaps.reports.named import NamedReport, named_reports
from assessments.gaps.reports.people import (
    PersonGaps,
    SkillStanding,
    gaps_of,
    standing_of,
    standings_of,
)
from assessments.gaps.reports.stored import StoredReports, stored_reports
from assessments.gaps.reports.trend import TrendPoint, readiness_trend

__all__ = [
    "NamedReport",
    "Overview",
    "PersonGaps",
    "SkillStanding",
    "SkillTotals",
    "StoredReports",
    "TeamMap",
    "TeamRow",
    "TrendPoint",
    "add_up",
    "gaps_of",
    "named_reports",
    "overview",
    "people_needing",
    "readiness_trend",
    "standing_of",
    "standings_of",
    "stored_reports",
    "team_map",
    "totals_by_unit",
    "units_of_people",
]
