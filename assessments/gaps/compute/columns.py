"""Columns in: evidence, requirements and the scales of skills, as arrays of equal length."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from assessments.evidence.choices import Source

Ints = NDArray[np.int64]
Days = NDArray[np.int32]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NO_RATER = 0
NO_FAMILY = 0
NO_EXPIRY = 2**31 - 1


class InputError(ValueError):
    """Columns that cannot be computed with: `code` and `parameters` for translation, an English message."""

    def __init__(self, code: str, message: str, **parameters: object) -> None:
        super().__init__(message.format(**parameters))
        self.code = code
        self.parameters = parameters


class Columns:
    """A frozen set of one-dimensional arrays of equal length; rows are picked with `take`."""

    __slots__ = ()
    types: ClassVar[dict[str, str]]

    def __post_init__(self) -> None:
        for name, kind in self.types.items():
            column = np.ascontiguousarray(getattr(self, name), dtype=kind)
            if column.ndim != 1 or len(column) != len(self):
                raise InputError(
                    "column-length",
                    "{table}.{column} has shape {shape}, but {rows} rows are expected: "
                    "give every column the same length",
                    table=type(self).__name__,
                    column=name,
                    shape=column.shape,
                    rows=len(self),
                )
            object.__setattr__(self, name, column)

    def __len__(self) -> int:
        return len(getattr(self, next(iter(self.types))))

    @classmethod
    def of(cls, rows: Iterable[Sequence[object]]) -> Self:
        """Columns from rows whose values come in the order of the columns; for one person, or for tests.

        The last columns may be left out where they have a default.
        """
        rows = list(rows)
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(cls.types)
        names = list(cls.types)[: len(columns)]
        return cls(**{n: np.array(c, dtype=cls.types[n]) for n, c in zip(names, columns, strict=True)})

    def take(self, rows: slice | NDArray[np.integer] | Bools) -> Self:
        """The same columns with only these rows, in this order."""
        return type(self)(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class EvidenceColumns(Columns):
    """One row a piece of evidence, in any order; superseded evidence is left out by the caller.

    evidence     id of the evidence row (decides ties, named in errors)
    person       index of the person, 0 … people − 1
    skill        id of the skill
    level        observed level on the skill's scale, 0 … top
    source       `Source` code
    rater        id of the person who rated, NO_RATER where nobody is named (a test)
    observed_on  days since 1970-01-01
    valid_until  last day on which it counts, NO_EXPIRY where it has none
    parts        among how many skills the one was split that it was said of; 1, or 0, for none
    is_attributed  whether a machine says that the rater said it, and nothing bears that out
    standard_error  of a test, in levels; 0 where it says none, and of all else
    """

    types: ClassVar[dict[str, str]] = {
        "evidence": "i8",
        "person": "i4",
        "skill": "i8",
        "level": "f8",
        "source": "u1",
        "rater": "i8",
        "observed_on": "i4",
        "valid_until": "i4",
        "parts": "u1",
        "is_attributed": "?",
        "standard_error": "f8",
    }
    evidence: Ints
    person: Days
    skill: Ints
    level: Floats
    source: NDArray[np.uint8]
    rater: Ints
    observed_on: Days
    valid_until: Days
    parts: NDArray[np.uint8] = field(default_factory=lambda: np.empty(0, dtype=np.uint8))
    is_attributed: Bools = field(default_factory=lambda: np.empty(0, dtype=bool))
    standard_error: Floats = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        for name in ("parts", "is_attributed", "standard_error"):
            if not len(getattr(self, name)):
                object.__setattr__(self, name, np.zeros(len(self), dtype=self.types[name]))
        Columns.__post_init__(self)


@dataclass(frozen=True, slots=True)
class RequirementColumns(Columns):
    """One row a (person, role level, skill), in any order; `resolve_requirements` leaves one a skill.

    person      index of the person, 0 … people − 1
    skill       id of the skill
    required    level needed, 0 < required ≤ top
    weight      how much it matters, > 0; only ratios within a person count
    critical    the role cannot be done without it
    role_level  id of the role level that asks for it
    family      id of the role family, for the prior; NO_FAMILY where there is none
    """

    types: ClassVar[dict[str, str]] = {
        "person": "i4",
        "skill": "i8",
        "required": "f8",
        "weight": "f8",
        "critical": "?",
        "role_level": "i8",
        "family": "i8",
    }
    person: Days
    skill: Ints
    required: Floats
    weight: Floats
    critical: Bools
    role_level: Ints
    family: Ints


@dataclass(frozen=True, slots=True)
class SkillScales(Columns):
    """One row a skill: its id and the top level of its scale.

    Every scale starts at 0, "cannot do it yet", so that the top is also the span: 4 for levels 1 to 4,
    7 for O*NET's 0 to 7. Rows may come in any order and are kept by ascending skill id.
    """

    types: ClassVar[dict[str, str]] = {"skill": "i8", "top": "f8"}
    skill: Ints
    top: Floats

    def __post_init__(self) -> None:
        Columns.__post_init__(self)
        order = np.argsort(self.skill, kind="stable")
        object.__setattr__(self, "skill", self.skill[order])
        object.__setattr__(self, "top", self.top[order])
        if (self.skill[1:] == self.skill[:-1]).any():
            twice = int(self.skill[1:][self.skill[1:] == self.skill[:-1]][0])
            raise InputError("skill-twice", "Skill {skill} has two scales: give it one", skill=twice)
        if not (np.isfinite(self.top) & (self.top > 0)).all():
            bad = int(self.skill[~(np.isfinite(self.top) & (self.top > 0))][0])
            raise InputError("scale-top", "The scale of skill {skill} has no top level above 0", skill=bad)


class IdIndex:
    """Positions of ids in an ascending table of ids, by a look-up table where the ids lie close together."""

    __slots__ = ("_first", "_ids", "_table")
    _widest_table = 1 << 22

    def __init__(self, ids: Ints) -> None:
        self._ids = ids
        self._first = int(ids[0]) if len(ids) else 0
        width = int(ids[-1]) - self._first + 1 if len(ids) else 0
        self._table: Ints | None = None
        if 0 < width <= self._widest_table:
            self._table = np.full(width, -1, dtype=np.int64)
            self._table[ids - self._first] = np.arange(len(ids))

    def positions(self, ids: Ints) -> Ints:
        """Position of each id in the table, −1 where it is absent."""
        if not len(self._ids) or not len(ids):
            return np.full(len(ids), -1, dtype=np.int64)
        if self._table is None:
            near = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
            return np.where(self._ids[near] == ids, near, -1)
        offsets = ids - self._first
        if ids.min() >= self._first and ids.max() <= self._ids[-1]:
            return self._table.take(offsets)
        inside = (ids >= self._first) & (ids <= self._ids[-1])
        return np.where(inside, self._table[np.where(inside, offsets, 0)], -1)


WIDEST_TABLE = 1 << 22


def distinct_of(key: Ints) -> tuple[Ints, Ints]:
    """The distinct numbers in ascending order, and the position of each one among them.

    By a table where they lie close together, which is several times as fast as sorting.
    """
    widest = int(key.max(initial=0)) - int(key.min(initial=0))
    if widest > WIDEST_TABLE:
        keys, position = np.unique(key, return_inverse=True)
        return keys, position
    lowest = int(key.min(initial=0))
    there = np.zeros(widest + 1, dtype=bool)
    there[key - lowest] = True
    position = np.cumsum(there) - 1
    return np.flatnonzero(there) + lowest, position.take(key - lowest)


def rises(major: NDArray[np.integer], minor: NDArray[np.integer]) -> bool:
    """Whether each pair (major, minor) is greater than the one before it."""
    above, level = major[1:] > major[:-1], major[1:] == major[:-1]
    return bool((above | (level & (minor[1:] > minor[:-1]))).all())


def sums(group: Ints, values: Floats, groups: int) -> Floats:
    """Sum of the values of each group 0 … groups − 1, added one by one in the order of rows.

    So the bytes of a sum depend on its own rows alone: pairwise summation, as np.sum has it, would let
    them depend on where the rows lie.
    """
    return np.bincount(group, weights=values, minlength=groups).astype(np.float64, copy=False)


def check_evidence(evidence: EvidenceColumns, top: Floats) -> None:
    """Raise InputError naming the first row with an unknown source, a level off its scale or no error."""
    known = (evidence.source >= min(Source)) & (evidence.source <= max(Source))
    if not known.all():
        row = int(np.argmin(known))
        raise InputError(
            "evidence-source",
            "Evidence {evidence} has source {source}: use one of {known}",
            evidence=int(evidence.evidence[row]),
            source=int(evidence.source[row]),
            known=", ".join(f"{s.value} ({s.key})" for s in Source),
        )
    on_scale = (evidence.level >= 0) & (evidence.level <= top)
    if not on_scale.all():
        row = int(np.argmin(on_scale))
        raise InputError(
            "evidence-level",
            "Evidence {evidence} has level {level}, off the scale 0 to {top} of skill {skill}",
            evidence=int(evidence.evidence[row]),
            level=float(evidence.level[row]),
            top=float(top[row]),
            skill=int(evidence.skill[row]),
        )
    is_error = (evidence.standard_error >= 0) & (evidence.standard_error < np.inf)
    if not is_error.all():
        row = int(np.argmin(is_error))
        raise InputError(
            "evidence-error",
            "Evidence {evidence} has the standard error {error}: it must be above 0, or 0 for none",
            evidence=int(evidence.evidence[row]),
            error=float(evidence.standard_error[row]),
        )


def check_requirements(requirements: RequirementColumns, top: Floats) -> None:
    """Raise InputError naming the first requirement with a level off its scale or no positive weight."""
    on_scale = (requirements.required > 0) & (requirements.required <= top)
    if not on_scale.all():
        row = int(np.argmin(on_scale))
        raise InputError(
            "requirement-level",
            "Role level {role_level} requires level {level} of skill {skill}: "
            "it must be above 0 and at most {top}",
            role_level=int(requirements.role_level[row]),
            level=float(requirements.required[row]),
            skill=int(requirements.skill[row]),
            top=float(top[row]),
        )
    weighted = (requirements.weight > 0) & (requirements.weight < np.inf)
    if not weighted.all():
        row = int(np.argmin(weighted))
        raise InputError(
            "requirement-weight",
            "Role level {role_level} gives skill {skill} the weight {weight}: it must be above 0",
            role_level=int(requirements.role_level[row]),
            skill=int(requirements.skill[row]),
            weight=float(requirements.weight[row]),
        )
