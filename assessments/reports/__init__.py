"""Reads for pages and the API: frames and stored reports in, dataclasses out. Nothing here writes."""

from assessments.compute.vocabulary import GapStatus
from assessments.reports.confirmation import RatingToConfirm, count_ratings_to_confirm, ratings_to_confirm
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
    standing_of,
    standings_of,
)
from assessments.reports.stored import StoredReports, corroborated_skills, stored_reports

__all__ = [
    "GapStatus",
    "Overview",
    "PersonGaps",
    "RatingToConfirm",
    "SkillStanding",
    "SkillTotals",
    "StoredReports",
    "TeamMap",
    "TeamRow",
    "corroborated_skills",
    "count_ratings_to_confirm",
    "evidence_of",
    "gaps_of",
    "overview",
    "ratings_to_confirm",
    "roles_of",
    "standing_of",
    "standings_of",
    "stored_reports",
    "team_map",
    "totals_by_unit",
    "units_of_people",
]
