"""Org units that a roster speaks of: which exist, which are new, which have another name or place.

A unit is known by its code where the roster gives one, else by its path of names. So with codes a unit can be
renamed and moved, and without codes another path is another unit.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from lifow.base.hierarchy import branch_texts, circle_text, circles, ring
from lifow.base.listing import first_names
from lifow.people.roster.interchange.problems import RowProblem
from lifow.people.roster.interchange.rows import RosterRow
from lifow.people.roster.interchange.state import UnitState
from lifow.people.roster.interchange.texts import UNIT_SEPARATORS

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What a row says of a coded unit: its name, and its parent by code (“” is none), by path, or not."""

    name: str
    parent_code: str | None = None
    parent_path: Path = ()


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """New units (parents first, ids negative), changed ones as (was, wanted), the unit of each row's line."""

    created: tuple[UnitState, ...]
    changed: tuple[tuple[UnitState, UnitState], ...]
    unit_of_line: dict[int, int]
    problems: tuple[RowProblem, ...]
    unnamed: tuple[str, ...]


def path_names(units: Iterable[UnitState]) -> dict[int, str]:
    """The path of each unit as text, “Acme / Sales / EMEA”; of more than ten units the rest is counted.

    A circle of parents is cut where it closes.
    """
    by_id = {unit.id: unit for unit in units}
    above = {
        unit.id: unit.parent for unit in by_id.values() if unit.parent is not None and unit.parent in by_id
    }
    branches = branch_texts({unit.id: unit.name for unit in by_id.values()}, above)
    return {unit: " / ".join(names) for unit, names in branches.items()}


def plan_units(
    units: Sequence[UnitState], rows: Iterable[RosterRow], separators: Sequence[str] = UNIT_SEPARATORS
) -> UnitPlan:
    """Find or make the unit of every row that names one. The order of the rows does not matter.

    A unit that is called by a whole path, because its separator was not known to be one, is the unit at the
    end of that path: it gets its name and its place, and whoever is in it stays there.

    Problems: `unit_conflict` where one code has two names or places (the rarer ones; all of them on a tie),
    `unit_cycle`, `ambiguous_unit` for a path that several units share.
    """
    placed = sorted((row for row in rows if row.unit_path or row.unit_code), key=lambda row: row.external_id)
    coded = [row for row in placed if row.unit_code]
    places, problems = _agreed_places(coded)
    resolver = _Resolver(units, places, separators, {row.unit_path for row in placed})
    for code in sorted(places):
        resolver.by_code(code)
    unit_of_line = {}
    for row in coded:
        unit_of_line[row.line] = resolver.by_code(row.unit_code or "")
    paths: dict[Path, list[RosterRow]] = defaultdict(list)
    for row in placed:
        if not row.unit_code:
            paths[row.unit_path].append(row)
    for path in sorted(paths):
        unit = resolver.by_path(path)
        for row in paths[path]:
            unit_of_line[row.line] = unit
    problems += _circle_problems(resolver, coded)
    problems += _ambiguous_problems(resolver, placed)
    return UnitPlan(
        created=tuple(resolver.created.values()),
        changed=tuple((was, wanted) for was in units if (wanted := resolver.units[was.id]) != was),
        unit_of_line=unit_of_line,
        problems=tuple(problems),
        unnamed=tuple(sorted(resolver.unnamed)),
    )


def _agreed_places(rows: Iterable[RosterRow]) -> tuple[dict[str, Place | None], list[RowProblem]]:
    """What most rows of a code say of it, and the problems of those that say something else."""
    alike: dict[tuple[str, Path, str | None], list[RosterRow]] = defaultdict(list)
    for row in rows:
        alike[row.unit_code or "", row.unit_path, row.unit_parent].append(row)
    said: dict[str, dict[Place, list[RosterRow]]] = defaultdict(lambda: defaultdict(list))
    places: dict[str, Place | None] = {}
    for (code, path, parent), those in alike.items():
        places[code] = None
        if path:
            parent_path = () if parent is not None else path[:-1]
            said[code][Place(path[-1], parent, parent_path)] += those
    problems = []
    for code, by_place in said.items():
        ranked = Counter({place: len(those) for place, those in by_place.items()}).most_common()
        is_tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
        winner = None if is_tied else ranked[0][0]
        places[code] = winner
        for place, those in by_place.items():
            if place != winner:
                others = "; ".join(
                    first_names(sorted(_place_text(each) for each in by_place if each != place))
                )
                params = {"code": code, "others": others}
                problems += [
                    RowProblem(row.line, "org_unit", _place_text(place), "unit_conflict", params)
                    for row in those
                ]
    return places, problems


def _place_text(place: Place) -> str:
    text = " / ".join((*place.parent_path, place.name))
    return f"{text} (in {place.parent_code})" if place.parent_code else text


def _circle_problems(resolver: "_Resolver", rows: Iterable[RosterRow]) -> list[RowProblem]:
    """Rows whose units contain each other: by what the rows say, or together with units that are stored."""
    found: dict[str, str] = {}
    for codes in resolver.code_circles:
        found.update(dict.fromkeys(codes, " → ".join(ring(codes))))
    labels = {unit.id: unit.name for unit in resolver.units.values()}
    above = {unit.id: unit.parent for unit in resolver.units.values() if unit.parent is not None}
    for circle in circles(above):
        codes = tuple(resolver.units[member].code or "" for member in circle)
        found.update(dict.fromkeys(codes, circle_text(circle, labels)))
    return [
        RowProblem(
            row.line, "org_unit_code", row.unit_code or "", "unit_cycle", {"path": found[row.unit_code]}
        )
        for row in rows
        if row.unit_code and row.unit_code in found
    ]


def _ambiguous_problems(resolver: "_Resolver", rows: Iterable[RosterRow]) -> list[RowProblem]:
    problems = []
    for row in rows:
        paths = (row.unit_path[:length] for length in range(1, len(row.unit_path) + 1))
        path = next((path for path in paths if path in resolver.ambiguous), None)
        if path is not None and not (row.unit_code and path == row.unit_path):
            params = {"count": str(resolver.ambiguous[path])}
            problems.append(RowProblem(row.line, "org_unit", " / ".join(path), "ambiguous_unit", params))
    return problems


@dataclass
class _Resolver:
    """Finds units in the tree as it will be: units that the roster places by code are found by that alone."""

    stored: Sequence[UnitState]
    places: dict[str, Place | None]
    separators: Sequence[str]
    said: Collection[Path]
    units: dict[int, UnitState] = field(init=False)
    created: dict[int, UnitState] = field(default_factory=dict)
    unnamed: set[str] = field(default_factory=set)
    ambiguous: dict[Path, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.units = {unit.id: unit for unit in self.stored}
        self.keys = {unit.key for unit in self.stored}
        self.stored_by_code = {unit.code: unit for unit in self.stored if unit.code}
        self.stored_by_key = {unit.key: unit for unit in self.stored if not unit.code}
        self.resolved: dict[str, int] = {}
        self.under_way: dict[str, None] = {}
        self.code_circles: list[tuple[str, ...]] = []
        self.path_ids: dict[Path, int | None] = {(): None}
        self.coded_paths: dict[Path, list[str]] = defaultdict(list)
        for code, place in sorted(self.places.items()):
            if place and place.parent_code is None:
                self.coded_paths[(*place.parent_path, place.name)].append(code)
        self.children: dict[tuple[int | None, str], list[int]] = defaultdict(list)
        for unit in self.stored:
            if not (self.places.get(unit.code or "") or self._is_adopted_by_key(unit)):
                self.children[unit.parent, unit.name].append(unit.id)

    def _is_adopted_by_key(self, unit: UnitState) -> bool:
        return unit.code is None and unit.key in self.places and unit.key not in self.stored_by_code

    def by_code(self, code: str) -> int:
        """The unit of `code`, found, adopted or made together with the coded units above it."""
        line: list[str] = []
        at: str | None = code
        while at and at not in self.resolved and at not in self.under_way:
            line.append(at)
            self.under_way[at] = None
            place = self.places.get(at)
            at = place.parent_code if place else None
        for each in reversed(line):
            self.resolved[each] = self._resolve(each)
        return self.resolved[code]

    def _resolve(self, code: str) -> int:
        place = self.places.get(code)
        unit = self.stored_by_code.get(code) or self.stored_by_key.get(code)
        parent = self._parent(place, unit)
        del self.under_way[code]
        name = place.name if place else (unit.name if unit else code)
        if unit is None:
            unit = self._adoptable(parent, name)
        if unit is None:
            if place is None:
                self.unnamed.add(code)
            unit = self._make(name, parent, code)
        if place or unit.code is None:
            self.units[unit.id] = replace(unit, name=name, parent=parent, code=code)
            if unit.id in self.created:
                self.created[unit.id] = self.units[unit.id]
        if place or unit.id in self.created:
            self.children[parent, name].append(unit.id)
        return unit.id

    def _parent(self, place: Place | None, unit: UnitState | None) -> int | None:
        if place is None:
            return unit.parent if unit else None
        if place.parent_code in self.under_way:
            line = list(self.under_way)
            self.code_circles.append(tuple(line[line.index(place.parent_code) :]))
            return None
        if place.parent_code:
            return self.by_code(place.parent_code)
        if place.parent_path:
            return self.by_path(place.parent_path)
        if place.parent_code == "" or unit is None:
            return None
        return unit.parent

    def _adoptable(self, parent: int | None, name: str) -> UnitState | None:
        """A stored unit of that place without a code, if there is exactly one."""
        those = self.children.get((parent, name), [])
        uncoded = [each for each in those if self.units[each].code is None and each > 0]
        if len(uncoded) != 1:
            return None
        those.remove(uncoded[0])
        return self.units[uncoded[0]]

    def by_path(self, path: Path) -> int:
        """The unit at `path`, found or made together with the units above it."""
        codes = self.coded_paths.get(path, [])
        if len(codes) == 1:
            return self.by_code(codes[0])
        known = self.path_ids.get(path)
        if known is not None:
            return known
        parent = self.by_path(path[:-1]) if len(path) > 1 else None
        found = self.children.get((parent, path[-1]), [])
        if len(found) > 1 or len(codes) > 1:
            self.ambiguous[path] = max(len(found), len(codes))
        unit = found[0] if found else self._called_by_path(path, parent)
        if unit is None:
            unit = self._make(path[-1], parent, None, path).id
        if not found:
            self.children[parent, path[-1]].append(unit)
        self.path_ids[path] = unit
        return unit

    def _called_by_path(self, path: Path, parent: int | None) -> int | None:
        """The stored unit on top that is called by the whole path, and by no row; it gets its place."""
        for name in [separator.join(path) for separator in self.separators if len(path) > 1]:
            those = self.children.get((None, name), [])
            if len(those) != 1 or (name,) in self.said or self.units[those[0]].code is not None:
                continue
            if those[0] not in self._with_above(parent):
                unit = those.pop()
                self.units[unit] = replace(self.units[unit], name=path[-1], parent=parent)
                return unit
        return None

    def _with_above(self, unit: int | None) -> set[int]:
        found: set[int] = set()
        while unit is not None and unit not in found:
            found.add(unit)
            unit = self.units[unit].parent
        return found

    def _make(self, name: str, parent: int | None, code: str | None, path: Path = ()) -> UnitState:
        wanted = code or _slug(path)
        key, number = wanted, 2
        while key in self.keys:
            key, number = f"{wanted}-{number}", number + 1
        self.keys.add(key)
        unit = UnitState(-len(self.created) - 1, key, name, parent, code)
        self.created[unit.id] = self.units[unit.id] = unit
        return unit


def _slug(path: Path) -> str:
    """A key of letters and digits with hyphens between: “Acme / R&D” is acme-r-d."""
    text = unicodedata.normalize("NFKD", "-".join(path)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:190] or "unit"
