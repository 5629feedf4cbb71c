"""Match mentees with mentors: by rule, with reasons, repeatably, the best choice among the best few.

Start: build `Mentees` (with `Needs`), `Mentors` (with `Strengths`), `Barriers` and a `MatchPolicy`, then
`match(mentees, mentors, barriers, policy, earlier)` gives a `MatchResult`: `pairs`, `shortlist`,
`unmatched`, `levels`, `objective`, `rounds`. `for pair in result.pairs` yields plain values (`Pair`,
`CoveredSkill`). `working_weeks` makes the hours, UTC, 168 a week; `reporting_line` makes `Barriers.line`
from person → manager. Ids are whole numbers, rows come in any order.

Worth: the weighted levels of the mentee's gaps in skills where the mentor is proven at the level that the
mentee needs: P(level ≥ required − ½) ≥ `min_proof`, with evidence from somebody else than the mentor. Then a
hundredth of a level for each critical skill that needs assessment, more for who has waited and for a proposal
that is open (`EarlierRounds`). Before all worth stands the timetable: the longest wait is as short as it can
be (`timetable` says how, and why everybody is served within the fewest rounds in which it can be done). Hard
rules: eligible, not oneself, not in one's reporting line (up or down), not excluded, not paired already, a
shared language, enough shared working hours, a free seat.

Between equals more shared hours decide, then an even load, then the id; where more are equal than the best
few, a lot drawn from the two ids decides who is looked at, so that equal people are spread over each other.

Inside, top to bottom: `matching` → `assignment` (flow) → `timetable` (who is due when) → `candidates` (best
few of all pairs) → `problem` (one standing order) → `eligibility`, `coverage` → `outcome`, `policy` →
`people` → `working_week`.
"""

from mentoring.matching.compute.matching import match
from mentoring.matching.compute.outcome import (
    CoveredSkill,
    MatchResult,
    MatchSolverError,
    Pair,
    Pairs,
    Reason,
    Rule,
    Unmatched,
)
from mentoring.matching.compute.people import (
    NOTHING_EARLIER,
    NOTHING_TO_ASSESS,
    Barriers,
    EarlierRounds,
    MatchInputError,
    Mentees,
    Mentors,
    Needs,
    Strengths,
    ToAssess,
    reporting_line,
)
from mentoring.matching.compute.policy import MatchPolicy
from mentoring.matching.compute.working_week import HOURS_A_WEEK, working_weeks

__all__ = [
    "HOURS_A_WEEK",
    "NOTHING_EARLIER",
    "NOTHING_TO_ASSESS",
    "Barriers",
    "CoveredSkill",
    "EarlierRounds",
    "MatchInputError",
    "MatchPolicy",
    "MatchResult",
    "MatchSolverError",
    "Mentees",
    "Mentors",
    "Needs",
    "Pair",
    "Pairs",
    "Reason",
    "Rule",
    "Strengths",
    "ToAssess",
    "Unmatched",
    "match",
    "reporting_line",
    "working_weeks",
]
