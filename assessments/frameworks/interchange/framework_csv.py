"""lifow's own framework format: a folder of six small CSV files, one a kind of thing.

| file             | a line is                                                          |
|------------------|--------------------------------------------------------------------|
| framework.csv    | the framework and the name of its scale; exactly one line          |
| levels.csv       | a level of the scale                                               |
| skills.csv       | a skill, with a column for its text at each level (“level 1”, …)   |
| roles.csv        | a role                                                             |
| role_levels.csv  | a level of a role                                                  |
| requirements.csv | the level of a skill that a role level needs                       |

Described for people in docs/guide/framework-csv.md. What `write` writes, `read` reads back without loss.
Columns whose name starts with # are notes for people: written where they help, ignored when read.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from assessments.frameworks.interchange.document import FrameworkDocument, SkillDoc
from assessments.frameworks.interchange.faults import Fault, FrameworkError, Place
from assessments.frameworks.interchange.framework_lines import FILES, LineReader, order
from assessments.frameworks.interchange.replacements import written_keys
from assessments.frameworks.interchange.tables import load
from assessments.frameworks.interchange.validation import find_faults, validated
from lifow.base.tabular import guarded, kind_of_bytes


def read(folder: Path) -> FrameworkDocument:
    """The framework in the six files of the folder; raises FrameworkError with every bad cell by place."""
    if folder.is_file():
        code = kind_of_bytes(load(folder)) or "no_folder"
        raise FrameworkError([Fault(code, Place(folder.name), expected=", ".join(FILES))])
    if not folder.is_dir():
        raise FrameworkError([Fault("missing_folder", Place(str(folder)), expected=", ".join(FILES))])
    return from_files({name: load(folder / name) for name in FILES if (folder / name).exists()})


def write(document: FrameworkDocument, folder: Path) -> None:
    """Writes the six files of a valid document into the folder, which is made where it is absent.

    Raises FrameworkError, and writes nothing, where the document is not valid.
    """
    files = to_files(document)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)


def from_files(files: Mapping[str, bytes]) -> FrameworkDocument:
    """The framework in the contents of the six files by name; raises FrameworkError by place."""
    reader = LineReader(files)
    document = reader.document()
    if faults := [*reader.faults, *map(reader.placed, find_faults(document))]:
        raise FrameworkError(sorted(faults, key=order))
    return document


def to_files(document: FrameworkDocument) -> dict[str, bytes]:
    """The contents of the six files by name: UTF-8 with BOM, as spreadsheets expect it, and CRLF."""
    validated(document)
    tables = (
        _framework(document),
        _levels(document),
        _skills(document),
        _roles(document),
        _role_levels(document),
        _requirements(document),
    )
    return {name: _encoded(lines) for name, lines in zip(FILES, tables, strict=True)}


def _encoded(lines: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([guarded(str(cell)) for cell in line] for line in lines)
    return stream.getvalue().encode("utf-8-sig")


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _framework(document: FrameworkDocument) -> list[Sequence[object]]:
    scale = document.scale
    return [
        ("key", "name", "scale key", "scale name", "attribution"),
        (document.key, document.name, scale.key, scale.name, document.attribution),
    ]


def _levels(document: FrameworkDocument) -> list[Sequence[object]]:
    levels = document.scale.levels
    return [("level", "name", "text"), *((level.value, level.name, level.text) for level in levels)]


def _skills(document: FrameworkDocument) -> list[Sequence[object]]:
    values = document.scale.values

    def line(skill: SkillDoc) -> Sequence[object]:
        texts = (skill.level_texts.get(value, "") for value in values)
        replaces = written_keys(skill.replaces)
        return (skill.external_id, skill.parent or "", skill.name, skill.description, replaces, *texts)

    columns = ("skill", "parent", "name", "description", "replaces", *(f"level {value}" for value in values))
    return [columns, *map(line, document.skills)]


def _roles(document: FrameworkDocument) -> list[Sequence[object]]:
    return [
        ("role", "family", "name", "description"),
        *((role.external_id, role.family, role.name, role.description) for role in document.roles),
    ]


def _role_levels(document: FrameworkDocument) -> list[Sequence[object]]:
    levels = sorted(document.role_levels, key=lambda level: (level.role, level.rank, level.external_id))
    return [
        ("role level", "role", "rank", "name", "description"),
        *((level.external_id, level.role, level.rank, level.name, level.description) for level in levels),
    ]


def _requirements(document: FrameworkDocument) -> list[Sequence[object]]:
    role_levels = {level.external_id: level.name for level in document.role_levels}
    skills = {skill.external_id: skill.name for skill in document.skills}
    return [
        ("role level", "skill", "level", "weight", "critical", "# role level", "# skill"),
        *(
            (
                needed.role_level,
                needed.skill,
                _number(needed.level),
                _number(needed.weight),
                "yes" if needed.critical else "no",
                role_levels[needed.role_level],
                skills[needed.skill],
            )
            for needed in document.requirements
        ),
    ]
