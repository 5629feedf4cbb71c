"""Reads for pages and the API: frames and stored reports in, dataclasses out. Nothing here writes."""

from assessments.compute.vocabulary import GapStatus
from assessments.reports.confirmation import RatingToConfirm, count_ratings_to_confirm, ratings_to_confirm
from assessments.reports.groups import (
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
from assessments.reports.levels import LevelChoice, levels_of
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
from assessments.reports.trend import TrendPoint, readiness_trend

__all__ = [
    "GapStatus",
    "LevelChoice",
    "Overview",
    "PersonGaps",
    "RatingToConfirm",
    "SkillStanding",
    "SkillTotals",
    "StoredReports",
    "TeamMap",
    "TeamRow",
    "TrendPoint",
    "add_up",
    "corroborated_skills",
    "count_ratings_to_confirm",
    "evidence_of",
    "gaps_of",
    "levels_of",
    "overview",
    "people_needing",
    "ratings_to_confirm",
    "readiness_trend",
    "roles_of",
    "standing_of",
    "standings_of",
    "stored_reports",
    "team_map",
    "totals_by_unit",
    "units_of_people",
]
