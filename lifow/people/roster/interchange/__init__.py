"""The roster of an HR system, read and planned without touching anything.

    mapping = read_mapping(text_of_toml)                # optional: RosterMapping
    roster = parse_roster(content, mapping)             # ParsedRoster: rows, problems
    plan = plan_roster(state, roster, as_of=day, max_leavers=MaxLeavers.parse("10%"))
    print(describe(plan))                               # or sections(plan), for a page
    plan.is_applicable(skip_bad=False)                  # then write it
    write_rejects(content, plan.problems, mapping)      # the bad records, to mend and import again

A whole file that cannot be read raises `RosterError` (`code`, `params`). A bad row is a `RowProblem` (line,
column, value, code, reason) and stops nobody else. `RosterState` is the present: everyone, every unit, in the
words of one source. `RosterPlan` tells what to write.

    columns, mapping    headings of HR systems, and a company's own
    records, cells      bytes to records with their lines; a cell to a value
    languages           names and codes of languages, to the codes that are kept
    parse, rejects      a file to rows and problems; problems to a file
    state               people, employments and units as they are
    matching, units, reporting_lines, timeline, brake      one question of the plan each
    plan, changes       the plan, and what it is made of
    describe            the plan in words
"""

from lifow.base.tabular import FieldChange
from lifow.people.roster.interchange.brake import TEN_PERCENT, LeaverBrake, MaxLeavers
from lifow.people.roster.interchange.changes import (
    EmploymentChange,
    Kind,
    Notice,
    PersonChange,
    PersonCreate,
    PersonLink,
    RosterPlan,
    UnitChange,
)
from lifow.people.roster.interchange.describe import Section, describe, sections
from lifow.people.roster.interchange.mapping import NO_MAPPING, RosterMapping, read_mapping
from lifow.people.roster.interchange.parse import ParsedRoster, RosterRow, parse_roster
from lifow.people.roster.interchange.plan import plan_roster
from lifow.people.roster.interchange.problems import RosterError, RowProblem
from lifow.people.roster.interchange.rejects import write_rejects
from lifow.people.roster.interchange.state import EmploymentRow, PersonState, RosterState, Status, UnitState

__all__ = [
    "NO_MAPPING",
    "TEN_PERCENT",
    "EmploymentChange",
    "EmploymentRow",
    "FieldChange",
    "Kind",
    "LeaverBrake",
    "MaxLeavers",
    "Notice",
    "ParsedRoster",
    "PersonChange",
    "PersonCreate",
    "PersonLink",
    "PersonState",
    "RosterError",
    "RosterMapping",
    "RosterPlan",
    "RosterRow",
    "RosterState",
    "RowProblem",
    "Section",
    "Status",
    "UnitChange",
    "UnitState",
    "describe",
    "parse_roster",
    "plan_roster",
    "read_mapping",
    "sections",
    "write_rejects",
]
