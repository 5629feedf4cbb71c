"""The roster of an HR system, read and planned without touching anything.

    mapping = read_mapping(text_of_toml)                # optional: RosterMapping
    roster = parse_roster(content, mapping)             # ParsedRoster: rows, problems
    plan = plan_roster(state, roster, as_of=day, limits=DEFAULT_LIMITS)
    print(describe(plan))                               # or sections(plan), for a page
    plan.is_applicable()                                # then write it
    write_rejects(content, plan.problems, mapping)      # the bad records, to mend and import again

A whole file that cannot be read raises `RosterError` (`code`, `params`). A bad row is a `RowProblem` (line,
column, value, code, reason) and stops nobody else. `RosterState` is the present: everyone, every unit, in the
words of one source. `RosterPlan` tells what to write.

    columns, mapping    headings of HR systems, and a company's own
    profiles            ready mappings of HR systems
    texts, cells, dates, zones, hours, languages           a cell to a value
    rows, parse, rejects    a record to a row; a file to rows and problems; problems to a file
    erased, state       ids of erased people; people, employments and units as they are
    said                rows that came by themselves, and not in a file
    repeats, matching, units, reporting_lines, timeline      one question of the plan each
    draft, notices      what is settled before the plan, and what is told with it
    counting, brake     how much a plan changes, and how much it may
    plan, changes       the plan, and what it is made of
    describe            the plan in words
"""

from lifow.base.tabular import FieldChange
from lifow.people.roster.interchange.brake import DEFAULT_LIMITS, NO_LIMITS, Brake, Limit, Limits, MassChange
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
from lifow.people.roster.interchange.describe import Section, describe, sections, summary
from lifow.people.roster.interchange.erased import ADDRESS, ErasedIds, digest_of_id
from lifow.people.roster.interchange.mapping import NO_MAPPING, RosterMapping
from lifow.people.roster.interchange.parse import (
    MOST_BYTES,
    MOST_ROWS,
    ParsedRoster,
    check_headings,
    check_size,
    parse_roster,
)
from lifow.people.roster.interchange.plan import plan_roster
from lifow.people.roster.interchange.problems import RosterError, RowProblem
from lifow.people.roster.interchange.profiles import (
    NO_PROFILE,
    Profile,
    all_profiles,
    profile_of,
    profile_of_file,
    profile_of_headings,
    read_mapping,
    split_profile,
)
from lifow.people.roster.interchange.rejects import write_rejects
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.said import SaidRow, SaidRows, enough_to_count, settle_rows
from lifow.people.roster.interchange.sameness import name_key
from lifow.people.roster.interchange.state import (
    EmploymentRow,
    PersonState,
    RosterState,
    Status,
    Totals,
    UnitState,
)

__all__ = [
    "ADDRESS",
    "DEFAULT_LIMITS",
    "MOST_BYTES",
    "MOST_ROWS",
    "NO_LIMITS",
    "NO_MAPPING",
    "NO_PROFILE",
    "Brake",
    "EmploymentChange",
    "EmploymentRow",
    "ErasedIds",
    "FieldChange",
    "Kind",
    "Limit",
    "Limits",
    "MassChange",
    "Notice",
    "ParsedRoster",
    "PersonChange",
    "PersonCreate",
    "PersonLink",
    "PersonState",
    "Profile",
    "RosterError",
    "RosterMapping",
    "RosterPlan",
    "RosterRow",
    "RosterState",
    "RowProblem",
    "SaidRow",
    "SaidRows",
    "Section",
    "Status",
    "Totals",
    "UnitChange",
    "UnitState",
    "all_profiles",
    "check_headings",
    "check_size",
    "describe",
    "digest_of_id",
    "enough_to_count",
    "name_key",
    "parse_roster",
    "plan_roster",
    "profile_of",
    "profile_of_file",
    "profile_of_headings",
    "read_mapping",
    "sections",
    "settle_rows",
    "split_profile",
    "summary",
    "write_rejects",
]
