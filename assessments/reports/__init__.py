"""Reads for pages and the API: frames and stored reports in, dataclasses out. Nothing here writes."""

from assessments.compute.vocabulary import GapStatus
from assessments.reports.groups import (
    Overview,
    SkillTotals,
    TeamMap,
    TeamRow,
    overview,
    team_map,
    totals_by_unit,
    units_of_people,
)
from assessments.reports.people import (
    PersonGaps,
    SkillStanding,
    evidence_of,
    gaps_of,
    roles_of,
    standings_of,
    top_levels,
)
from assessments.reports.stored import StoredReports, corroborated_skills, stored_reports

__all__ = [
    "GapStatus",
    "Overview",
    "PersonGaps",
    "SkillStanding",
    "SkillTotals",
    "StoredReports",
    "TeamMap",
    "TeamRow",
    "corroborated_skills",
    "evidence_of",
    "gaps_of",
    "overview",
    "roles_of",
    "standings_of",
    "stored_reports",
    "team_map",
    "top_levels",
    "totals_by_unit",
    "units_of_people",
]
