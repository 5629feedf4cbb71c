"""Reads the UK Government Digital and Data Profession Capability Framework from its CSV export.

One line of roles.csv is one requirement: this role level needs this skill at this level. The texts of
all four levels of a skill stand in skills.csv; where that file lies beside it is read too.

Rules of this reader:
- External ids are slugs of the names: the skill's; family/role; family/role/level. Names of role levels
  alone are not unique.
- Lines with the role level NOT IN USE (roles of the Senior Civil Service) are left out. Their roles and
  skills stay, so four roles have no role level and 22 skills are asked for by nobody.
- A line that repeats role level and skill at the same level is left out. One at a different level
  contradicts itself and is a fault: no rule could know which is meant. The published file has none.
- A role level's rank is its place in the file, from 1 within its role. The export is alphabetical, so
  rank gives a stable order and does not say who is senior.
- Weights are equal and nothing is critical: the source names the skills of a role level and does not
  say that one matters more, and a weight made up here would be read as the source's.
- The word MISSING in place of a skill's description means none.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    LevelDoc,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    ScaleDoc,
    SkillDoc,
    one_line,
)
from assessments.frameworks.interchange.faults import Fault, FrameworkError, LeftOut
from assessments.frameworks.interchange.tables import Row, load, parse
from assessments.frameworks.interchange.validation import validated

NOT_IN_USE = "NOT IN USE"
NO_DESCRIPTION = "MISSING"
LEVELS = ("Awareness", "Working", "Practitioner", "Expert")

ATTRIBUTION = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Source: UK Government Digital and Data Profession Capability Framework, © Crown copyright. "
    "Changed here: role levels that are not in use and repeated lines are left out; "
    "numbers for the levels and ids are added."
)

SCALE = ScaleDoc(
    key="gdad",
    name="Government Digital and Data levels",
    levels=(
        LevelDoc(
            1,
            "Awareness",
            "Knows what the skill is for and its basic ideas, and can take part in a talk about it.",
        ),
        LevelDoc(2, "Working", "Applies the skill in everyday work, with support where it gets difficult."),
        LevelDoc(
            3,
            "Practitioner",
            "Applies the skill without support, adapts it to the case and shows others how.",
        ),
        LevelDoc(4, "Expert", "Leads and advises others in the skill, and improves how it is done."),
    ),
)

ROLE_COLUMNS = (
    "Role Family",
    "Role",
    "Role Description",
    "Role Level",
    "Role Level Description",
    "Skill Name",
    "Skill Description",
    "Skill Level",
    "Skill Level Description",
)
SKILL_COLUMNS = ("Skill Name", "Skill Description", *LEVELS)


def read(path: Path) -> FrameworkDocument:
    """The framework in roles.csv at `path`, with its left-out lines; raises FrameworkError by place."""
    roles = parse(path.name, load(path, "The format needs the path of its roles.csv."), ROLE_COLUMNS).rows
    beside = path.with_name("skills.csv")
    skills = parse(beside.name, load(beside), SKILL_COLUMNS).rows if beside.exists() else ()
    return read_rows(roles, skills)


def read_rows(roles: Sequence[Row], skills: Sequence[Row] = ()) -> FrameworkDocument:
    """The framework in the rows of roles.csv and of skills.csv; raises FrameworkError by place."""
    if faults := [*_cell_faults(roles), *_slug_faults(roles, skills)]:
        raise FrameworkError(faults)
    used = [row for row in roles if not _is_unused(row)]
    requirements, repeated = _requirements(used)
    unused = [
        LeftOut(row.file, row.line, "Role Level", "not_in_use", "The role level is not in use.", NOT_IN_USE)
        for row in roles
        if _is_unused(row)
    ]
    return validated(
        FrameworkDocument(
            key="gdad",
            name="UK Government Digital and Data Profession Capability Framework",
            attribution=ATTRIBUTION,
            scale=SCALE,
            skills=tuple(_skills(roles, skills)),
            roles=tuple(_roles(roles)),
            role_levels=tuple(_role_levels(used)),
            requirements=requirements,
            left_out=tuple(sorted(unused + repeated, key=lambda left: left.line)),
        )
    )


def slug(name: str) -> str:
    """The name in small letters a to z, digits and hyphens; C, C++ and C# stay apart."""
    plain = unicodedata.normalize("NFKD", one_line(name).replace("#", " sharp ").replace("+", " plus "))
    return "-".join(
        re.findall(r"[a-z0-9]+", plain.encode("ascii", "ignore").decode().lower().replace("'", ""))
    )


def _skill_id(row: Row) -> str:
    return slug(row.cells["Skill Name"])


def _role_id(row: Row) -> str:
    return f"{slug(row.cells['Role Family'])}/{slug(row.cells['Role'])}"


def _role_level_id(row: Row) -> str:
    return f"{_role_id(row)}/{slug(row.cells['Role Level'])}"


def _is_unused(row: Row) -> bool:
    return NOT_IN_USE in (one_line(row.cells["Role Level"]), one_line(row.cells["Skill Level"]))


def _cell_faults(roles: Iterable[Row]) -> Iterator[Fault]:
    for row in roles:
        for column in ("Role Family", "Role", "Role Level", "Skill Name", "Skill Level"):
            if not one_line(row.cells[column]):
                yield Fault("missing", row.place(column))
        level = one_line(row.cells["Skill Level"])
        if level and level not in LEVELS and not _is_unused(row):
            yield Fault("level", row.place("Skill Level"), level, ", ".join(LEVELS))


def _slug_faults(roles: Sequence[Row], skills: Sequence[Row]) -> Iterator[Fault]:
    yield from _clashes([*roles, *skills], "Skill Name", _skill_id)
    yield from _clashes(roles, "Role", _role_id)
    yield from _clashes(roles, "Role Level", _role_level_id)


def _clashes(rows: Iterable[Row], column: str, identify: Callable[[Row], str]) -> Iterator[Fault]:
    names: dict[str, str] = {}
    for row in rows:
        name = one_line(row.cells[column])
        known = names.setdefault(identify(row), name)
        if known != name:
            yield Fault("slug_clash", row.place(column), name, known)


def _skills(roles: Sequence[Row], skills: Sequence[Row]) -> Iterator[SkillDoc]:
    names: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    texts: dict[str, dict[int, str]] = {}
    for row in [*skills, *roles]:
        key = _skill_id(row)
        names.setdefault(key, row.cells["Skill Name"])
        description = row.cells["Skill Description"]
        if description.strip() not in ("", NO_DESCRIPTION):
            descriptions.setdefault(key, description)
        for value, text in _level_texts(row):
            texts.setdefault(key, {}).setdefault(value, text)
    for key, name in names.items():
        yield SkillDoc(key, name, descriptions.get(key, ""), level_texts=texts.get(key, {}))


def _level_texts(row: Row) -> Iterator[tuple[int, str]]:
    """The level texts of a row of either file; empty ones are no text."""
    named = {name: row.cells.get(name, "") for name in LEVELS}
    named[one_line(row.cells.get("Skill Level", ""))] = row.cells.get("Skill Level Description", "")
    for value, name in enumerate(LEVELS, start=1):
        if named[name].strip():
            yield value, named[name]


def _roles(rows: Iterable[Row]) -> Iterator[RoleDoc]:
    firsts: dict[str, Row] = {}
    for row in rows:
        firsts.setdefault(_role_id(row), row)
    for key, row in firsts.items():
        cells = row.cells
        yield RoleDoc(key, cells["Role"], cells["Role Family"], cells["Role Description"])


def _role_levels(rows: Iterable[Row]) -> Iterator[RoleLevelDoc]:
    ranks: dict[str, dict[str, int]] = {}
    for row in rows:
        role, key = _role_id(row), _role_level_id(row)
        known = ranks.setdefault(role, {})
        if key not in known:
            known[key] = len(known) + 1
            description = row.cells["Role Level Description"]
            yield RoleLevelDoc(key, role, row.cells["Role Level"], known[key], description)


def _requirements(rows: Iterable[Row]) -> tuple[tuple[RequirementDoc, ...], list[LeftOut]]:
    first: dict[tuple[str, str], tuple[RequirementDoc, int]] = {}
    repeated: list[LeftOut] = []
    conflicts: list[Fault] = []
    for row in rows:
        level = one_line(row.cells["Skill Level"])
        made = RequirementDoc(_role_level_id(row), _skill_id(row), Decimal(LEVELS.index(level) + 1))
        known, line = first.setdefault(made.identity, (made, row.line))
        if known.level != made.level:
            conflicts.append(Fault("conflict", row.place("Skill Level"), level, LEVELS[int(known.level) - 1]))
        elif line != row.line:
            reason = f"The same role level, skill and level stand on line {line}."
            repeated.append(
                LeftOut(row.file, row.line, "Skill Name", "duplicate", reason, row.cells["Skill Name"])
            )
    if conflicts:
        raise FrameworkError(conflicts)
    return tuple(requirement for requirement, _ in first.values()), repeated
