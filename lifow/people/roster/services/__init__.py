"""Writing a roster's plan, and what HR says of people that it may be about."""

from lifow.people.roster.services.day import forget_changes
from lifow.people.roster.services.erased import keep_out, keep_out_digests, let_in
from lifow.people.roster.services.imports import (
    Planned,
    RosterNotApplicableError,
    RosterPlanChangedError,
    apply_roster_plan,
    import_roster,
)
from lifow.people.roster.services.sameness import MatchError, answer_match, take_back_match
from lifow.people.roster.services.unit_writes import UnitRow, write_org_units
from lifow.people.roster.services.uploads import (
    PLAN,
    REJECTS,
    answer_questions,
    cancel_open_rosters,
    carry_out_import,
    confirm_import,
    is_stopped_by_bad_lines,
    plan_import_anew,
    roll_back_import,
    upload_roster,
)
from lifow.people.roster.services.writes import WriteHeldError, WrittenRow, write_people

__all__ = [
    "PLAN",
    "REJECTS",
    "MatchError",
    "Planned",
    "RosterNotApplicableError",
    "RosterPlanChangedError",
    "UnitRow",
    "WriteHeldError",
    "WrittenRow",
    "answer_match",
    "answer_questions",
    "apply_roster_plan",
    "cancel_open_rosters",
    "carry_out_import",
    "confirm_import",
    "forget_changes",
    "import_roster",
    "is_stopped_by_bad_lines",
    "keep_out",
    "keep_out_digests",
    "let_in",
    "plan_import_anew",
    "roll_back_import",
    "take_back_match",
    "upload_roster",
    "write_org_units",
    "write_people",
]
