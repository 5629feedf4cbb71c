"""Reads the O*NET database: occupations with the skills and knowledge that each of them takes.

The path is a folder of the tab-separated files that O*NET publishes, or of tables with one line a rating,
that is the importance (1 to 5) and level (0 to 7) of one element for one occupation (`onet_ratings`).

Rules of this reader:
- A rating becomes a requirement where its importance is at least 3, the element is relevant to the
  occupation, and neither value is one that O*NET recommends to suppress for its uncertainty. Each other
  line is left out with its reason.
- The weight is O*NET's standardised importance as a share of one, (importance − 1) / (5 − 1): 0.50 where
  importance is 3, 1.00 where it is 5. The level is no part of it, as a level says how much of a skill
  is needed and not how much the skill matters. Nothing is critical: the source does not say it.
- A rating that stands there twice counts once. Two that contradict each other are a fault.
- Every rated occupation is a role with one role level, also where no rating is left as a requirement.
  Occupations without ratings are left out.
- A role's family is its major group of the Standard Occupational Classification 2018.
- Rated elements hang below their group, as in the content model; a rated element that stands beside the
  groups (2.C.6, 2.C.10) has no parent.
- Anchors are texts of a skill's own levels; no text holds for a level whatever the skill.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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
    two_decimals,
)
from assessments.frameworks.interchange.faults import Fault, FrameworkError, LeftOut
from assessments.frameworks.interchange.onet_ratings import (
    CODE,
    IMPORTANCE,
    RATING_FILES,
    Cell,
    Rating,
    number_faults,
    pair_ratings,
    read_file,
    read_rating_file,
)
from assessments.frameworks.interchange.tables import Row
from assessments.frameworks.interchange.validation import validated

LOWEST_IMPORTANCE = Decimal(3)
SCALE = ScaleDoc(
    key="onet",
    name="O*NET level",
    levels=(
        LevelDoc(0, "Level 0", "Nothing of the skill."),
        *(
            LevelDoc(value, f"Level {value}", "The anchors of each skill say what it looks like.")
            for value in range(1, 8)
        ),
    ),
)
MAJOR_GROUPS = {
    "11": "Management",
    "13": "Business and Financial Operations",
    "15": "Computer and Mathematical",
    "17": "Architecture and Engineering",
    "19": "Life, Physical, and Social Science",
    "21": "Community and Social Service",
    "23": "Legal",
    "25": "Educational Instruction and Library",
    "27": "Arts, Design, Entertainment, Sports, and Media",
    "29": "Healthcare Practitioners and Technical",
    "31": "Healthcare Support",
    "33": "Protective Service",
    "35": "Food Preparation and Serving Related",
    "37": "Building and Grounds Cleaning and Maintenance",
    "39": "Personal Care and Service",
    "41": "Sales and Related",
    "43": "Office and Administrative Support",
    "45": "Farming, Fishing, and Forestry",
    "47": "Construction and Extraction",
    "49": "Installation, Maintenance, and Repair",
    "51": "Production",
    "53": "Transportation and Material Moving",
    "55": "Military Specific",
}
REASONS = {
    "low_importance": "The importance is below 3.",
    "not_relevant": "The element is not relevant to the occupation.",
    "suppressed": "O*NET recommends to suppress the value, as it is too uncertain.",
    "level_zero": "The level needed is 0, which asks for nothing.",
    "not_rated": "The occupation has no ratings.",
}


def read(path: Path) -> FrameworkDocument:
    """The framework in the folder at `path`, with its left-out lines; raises FrameworkError by place.

    The name and the attribution carry the release where a folder of the path names it (db_29_3_text).
    """
    return read_rows(
        occupations=read_file(path, "Occupation Data.txt", (CODE, "Title", "Description")),
        elements=read_file(
            path, "Content Model Reference.txt", ("Element ID", "Element Name", "Description")
        ),
        anchors=read_file(
            path,
            "Level Scale Anchors.txt",
            ("Element ID", "Scale ID", "Anchor Value", "Anchor Description"),
        ),
        ratings=[row for name in RATING_FILES for row in read_rating_file(path, name)],
        release=release_of(path),
    )


def read_rows(
    *,
    occupations: Sequence[Row],
    elements: Sequence[Row],
    anchors: Sequence[Row],
    ratings: Sequence[Row],
    release: str = "",
) -> FrameworkDocument:
    """The framework in the rows of O*NET's files; raises FrameworkError by place."""
    name = f"O*NET {release}".strip()
    pairs, repeated = pair_ratings(ratings)
    if faults := [*_rating_faults(pairs, occupations, elements), *_anchor_faults(anchors)]:
        raise FrameworkError(faults)
    rated = {rating.occupation for rating in pairs}
    roles = [_role(row) for row in occupations if row.cells[CODE] in rated]
    requirements, left_out = _requirements(pairs)
    unrated = [Cell(row, CODE) for row in occupations if row.cells[CODE] not in rated]
    left_out += [*repeated, *(cell.left_out("not_rated", REASONS["not_rated"]) for cell in unrated)]
    document = FrameworkDocument(
        key="onet",
        name=name,
        attribution=attribution(name),
        scale=SCALE,
        skills=tuple(_skills({rating.element for rating in pairs}, elements, anchors)),
        roles=tuple(roles),
        role_levels=tuple(RoleLevelDoc(role.external_id, role.external_id, role.name, 1) for role in roles),
        requirements=tuple(requirements),
        left_out=tuple(left_out),
    )
    return validated(document)


def release_of(path: Path) -> str:
    """The release that the innermost folder with one in its name carries, such as 29.3; "" for none."""
    for part in reversed(path.resolve().parts):
        if found := re.search(r"(?:onet|db)[-_ ](\d+)[._](\d+)", part.lower()):
            return f"{found[1]}.{found[2]}"
    return ""


def attribution(name: str) -> str:
    """The notice that the licence asks for, with the note that the material was modified."""
    return (
        f"Includes information from the {name} Database by the U.S. Department of Labor, Employment and "
        "Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of "
        "USDOL/ETA. This information was modified: ratings of low importance, not relevant or too uncertain "
        "are left out, and weights are computed from importance. USDOL/ETA has not approved, endorsed, or "
        "tested these modifications."
    )


def weight_of(importance: Decimal) -> Decimal:
    """O*NET's standardised score (importance − 1) / (5 − 1), as a share of one.

    Source: O*NET OnLine, “Scales, Ratings, and Standardized Scores”, S = (O − L) / (H − L) × 100.
    """
    lowest, highest = IMPORTANCE
    return (importance - lowest) / (highest - lowest)


def _rating_faults(
    ratings: Iterable[Rating], occupations: Iterable[Row], elements: Iterable[Row]
) -> Iterator[Fault]:
    codes = {row.cells[CODE] for row in occupations}
    names = {row.cells["Element ID"] for row in elements}
    for rating in ratings:
        row = rating.importance.row
        if rating.occupation not in codes:
            yield Fault("unknown_reference", row.place(CODE), rating.occupation, "occupations")
        if rating.element not in names:
            yield Fault(
                "unknown_reference", row.place("Element ID"), rating.element, "elements of the content model"
            )
        yield from number_faults(rating)


def _anchor_faults(anchors: Iterable[Row]) -> Iterator[Fault]:
    for row in anchors:
        value = row.cells["Anchor Value"]
        if row.cells["Scale ID"] == "LV" and not (value.isdecimal() and int(value) in SCALE.values):
            yield Fault("outside_scale", row.place("Anchor Value"), value, "0 to 7")


def _role(row: Row) -> RoleDoc:
    code = row.cells[CODE]
    return RoleDoc(code, row.cells["Title"], MAJOR_GROUPS.get(code[:2], ""), row.cells["Description"])


def _skills(rated: set[str], elements: Iterable[Row], anchors: Iterable[Row]) -> Iterator[SkillDoc]:
    texts: dict[str, dict[int, str]] = {}
    for row in anchors:
        if row.cells["Scale ID"] == "LV":
            value = int(row.cells["Anchor Value"])
            texts.setdefault(row.cells["Element ID"], {})[value] = row.cells["Anchor Description"]
    groups = _groups(rated)
    for row in elements:
        key = row.cells["Element ID"]
        if key in rated or key in groups:
            parent = _parent(key) if _parent(key) in groups else None
            yield SkillDoc(
                key, row.cells["Element Name"], row.cells["Description"], parent, texts.get(key, {})
            )


def _parent(element: str) -> str:
    return element.rpartition(".")[0]


def _groups(rated: Iterable[str]) -> set[str]:
    """The parents of rated elements, without those that are parents of such a group themselves."""
    parents = {_parent(element) for element in rated}
    return parents - {_parent(parent) for parent in parents}


def _requirements(ratings: Iterable[Rating]) -> tuple[list[RequirementDoc], list[LeftOut]]:
    kept: list[RequirementDoc] = []
    left_out: list[LeftOut] = []
    for rating in ratings:
        importance, level = Decimal(rating.importance.text), Decimal(rating.level.text)
        if why := _why_not(rating, importance, level):
            cell, code = why
            left_out.append(cell.left_out(code, REASONS[code]))
        else:
            kept.append(RequirementDoc(rating.occupation, rating.element, level, weight_of(importance)))
    return kept, left_out


def _why_not(rating: Rating, importance: Decimal, level: Decimal) -> tuple[Cell, str] | None:
    """The cell for which a rating is no requirement, and the code of the reason."""
    for cell in rating.not_relevant:
        if cell.text == "Y":
            return cell, "not_relevant"
    if importance < LOWEST_IMPORTANCE:
        return rating.importance, "low_importance"
    for cell in rating.suppressed:
        if cell.text == "Y":
            return cell, "suppressed"
    return None if two_decimals(level) else (rating.level, "level_zero")
