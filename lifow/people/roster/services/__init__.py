"""Writing a roster's plan, and what HR says of people that it may be about."""

from lifow.people.roster.services.imports import (
    Planned,
    RosterNotApplicableError,
    apply_roster_plan,
    import_roster,
)
from lifow.people.roster.services.sameness import MatchError, answer_match, take_back_match

__all__ = [
    "MatchError",
    "Planned",
    "RosterNotApplicableError",
    "answer_match",
    "apply_roster_plan",
    "import_roster",
    "take_back_match",
]
