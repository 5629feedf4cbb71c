"""The lines of lifow's own framework files as documents, with every bad cell at its place.

A bad cell becomes a fault and the document goes on with a harmless value, so that one reading finds
everything that is wrong and nothing that only follows from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from assessments.frameworks.interchange.cells import integer, number, yes_no
from assessments.frameworks.interchange.document import (
    ONE,
    FrameworkDocument,
    LevelDoc,
    RequirementDoc,
    RoleDoc,
    RoleLevelDoc,
    ScaleDoc,
    SkillDoc,
    one_line,
)
from assessments.frameworks.interchange.faults import Fault, FrameworkError, Place, Subject
from assessments.frameworks.interchange.replacements import read_keys
from assessments.frameworks.interchange.tables import Row, Table, parse
from assessments.frameworks.interchange.validation import requirement_key
from lifow.base.listing import first_names
from lifow.base.tabular import unguarded

Document = TypeVar("Document", LevelDoc, SkillDoc, RoleDoc, RoleLevelDoc, RequirementDoc)

FILES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "framework.csv": (("key", "name", "scale key", "scale name"), ("attribution",)),
    "levels.csv": (("level", "name"), ("text",)),
    "skills.csv": (("skill", "name"), ("parent", "description", "replaces")),
    "roles.csv": (("role", "name"), ("family", "description")),
    "role_levels.csv": (("role level", "role", "rank", "name"), ("description",)),
    "requirements.csv": (("role level", "skill", "level"), ("weight", "critical")),
}
"""The needed and the optional columns of each file; skills.csv has one more for each level."""

NOTE = "#"
ID_FIELDS = frozenset({"external_id", "value"})


class LineReader:
    """Reads the six files, once; `faults` are the bad cells found on the way."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Raises FrameworkError where a file is missing or cannot be split into its columns."""
        self.faults: list[Fault] = []
        self._rows: dict[tuple[str, str], Row] = {}
        self._tables: dict[str, Table] = {}
        for name, (needed, _) in FILES.items():
            if name not in files:
                self.faults.append(
                    Fault("missing_file", Place(name), expected=f"Its columns: {', '.join(needed)}.")
                )
                continue
            try:
                self._tables[name] = parse(name, files[name], needed, heading=_heading)
            except FrameworkError as error:
                self.faults.extend(error.faults)
        self._stop_at_faults()

    def document(self) -> FrameworkDocument:
        """The document, with harmless values for bad cells.

        Raises FrameworkError where framework.csv or levels.csv is wrong: nothing else can be judged
        without a scale.
        """
        head = self._only_line("framework.csv")
        levels = self._unique("level", self._levels())
        self._stop_at_faults()
        scale = ScaleDoc(_line(head, "scale key"), _line(head, "scale name"), levels)
        document = FrameworkDocument(
            key=_line(head, "key"),
            name=_line(head, "name"),
            attribution=_text(head, "attribution"),
            scale=scale,
            skills=self._unique("skill", self._skills(scale)),
            roles=self._unique("role", self._roles()),
            role_levels=self._unique("role level", self._role_levels()),
            requirements=self._unique("requirement", self._requirements(scale)),
            says_replacements="replaces" in self._tables["skills.csv"].columns,
        )
        self._rows["framework", document.key] = self._rows["framework", scale.key] = head
        return document

    def placed(self, fault: Fault) -> Fault:
        """The fault of the document that was read, at its cell."""
        where = fault.where
        if not isinstance(where, Subject) or (row := self._rows.get((where.kind, where.key))) is None:
            return fault
        column = where.kind if where.field in ID_FIELDS else where.field.replace("_", " ")
        return Fault(fault.code, row.place(column), fault.value, fault.expected)

    def _stop_at_faults(self) -> None:
        if self.faults:
            raise FrameworkError(self.faults)

    def _table(self, name: str, more: Iterable[str] = ()) -> Iterator[Row]:
        known = [*FILES[name][0], *FILES[name][1], *more]
        for column in self._tables[name].columns:
            if column not in known and not column.startswith(NOTE):
                self.faults.append(
                    Fault("unknown_column", Place(name, 1, column), column, ", ".join(first_names(known)))
                )
        yield from self._tables[name].rows

    def _only_line(self, name: str) -> Row:
        rows = tuple(self._table(name))
        if len(rows) != 1:
            self.faults.append(Fault("one_line", Place(name), str(len(rows))))
            self._stop_at_faults()
        return rows[0]

    def _unique(self, kind: str, pairs: Iterable[tuple[Row, Document]]) -> tuple[Document, ...]:
        """The documents whose identity is new, with the line of each kept for the faults found later."""
        kept: list[Document] = []
        for row, document in pairs:
            key = _key(document)
            first = self._rows.setdefault((kind, key), row)
            if first is row:
                kept.append(document)
            else:
                column = "skill" if kind == "requirement" else kind
                self.faults.append(Fault("repeated_line", row.place(column), key, str(first.line)))
        return tuple(kept)

    def _levels(self) -> Iterator[tuple[Row, LevelDoc]]:
        for row in self._table("levels.csv"):
            value = self._integer(row, "level")
            yield row, LevelDoc(value, _line(row, "name"), _text(row, "text"))

    def _skills(self, scale: ScaleDoc) -> Iterator[tuple[Row, SkillDoc]]:
        columns = {value: f"level {value}" for value in scale.values}
        for row in self._table("skills.csv", columns.values()):
            texts = {value: _text(row, column) for value, column in columns.items()}
            name, description = _line(row, "name"), _text(row, "description")
            key, parent = _line(row, "skill"), _line(row, "parent") or None
            replaces = read_keys(_text(row, "replaces"))
            yield row, SkillDoc(key, name, description, parent, texts, replaces)

    def _roles(self) -> Iterator[tuple[Row, RoleDoc]]:
        for row in self._table("roles.csv"):
            name, family = _line(row, "name"), _line(row, "family")
            yield row, RoleDoc(_line(row, "role"), name, family, _text(row, "description"))

    def _role_levels(self) -> Iterator[tuple[Row, RoleLevelDoc]]:
        for row in self._table("role_levels.csv"):
            rank = self._integer(row, "rank")
            key, role, name = _line(row, "role level"), _line(row, "role"), _line(row, "name")
            yield row, RoleLevelDoc(key, role, name, rank, _text(row, "description"))

    def _requirements(self, scale: ScaleDoc) -> Iterator[tuple[Row, RequirementDoc]]:
        names = _names(scale)
        for row in self._table("requirements.csv"):
            level = self._level(row, scale, names)
            weight, critical = self._weight(row), self._critical(row)
            yield row, RequirementDoc(_line(row, "role level"), _line(row, "skill"), level, weight, critical)

    def _integer(self, row: Row, column: str) -> int:
        cell = _line(row, column)
        if (value := integer(cell)) is None:
            self.faults.append(Fault("integer" if cell else "missing", row.place(column), cell))
            return 0
        return value

    def _level(self, row: Row, scale: ScaleDoc, names: Mapping[str, Decimal]) -> Decimal:
        """The level in the cell, as a number or by its name."""
        cell = _line(row, "level")
        if (value := number(cell)) is not None:
            return value
        if cell.casefold() in names:
            return names[cell.casefold()]
        expected = ", ".join(first_names([level.name for level in scale.levels]))
        self.faults.append(Fault("level" if cell else "missing", row.place("level"), cell, expected))
        return Decimal(max(scale.values, default=1))

    def _weight(self, row: Row) -> Decimal:
        cell = _line(row, "weight")
        if not cell:
            return ONE
        if (value := number(cell)) is None:
            self.faults.append(Fault("number", row.place("weight"), cell))
            return ONE
        return value

    def _critical(self, row: Row) -> bool:
        cell = _line(row, "critical")
        if (value := yes_no(cell)) is None:
            self.faults.append(Fault("yes_no", row.place("critical"), cell))
            return False
        return value


def order(fault: Fault) -> tuple[int, int, str]:
    """Sorts faults by file, in the order of the format, and line."""
    place = fault.where if isinstance(fault.where, Place) else Place("")
    files = list(FILES)
    return files.index(place.file) if place.file in files else len(files), place.line, place.column


def _heading(cell: str) -> str:
    """“Role Level”, “role_level” and “role level” name one column."""
    return one_line(cell.replace("_", " ")).casefold()


def _line(row: Row, column: str) -> str:
    return unguarded(one_line(row.cells.get(column, "")))


def _text(row: Row, column: str) -> str:
    return unguarded(row.cells.get(column, ""))


def _key(document: LevelDoc | SkillDoc | RoleDoc | RoleLevelDoc | RequirementDoc) -> str:
    if isinstance(document, RequirementDoc):
        return requirement_key(*document.identity)
    return str(document.identity)


def _names(scale: ScaleDoc) -> Mapping[str, Decimal]:
    """The levels by name; a name that two levels share names neither."""
    names = [level.name.casefold() for level in scale.levels]
    return {
        name: Decimal(level.value)
        for name, level in zip(names, scale.levels, strict=True)
        if names.count(name) == 1
    }
