"""A framework as a value, whatever it was read from or is going to be written to.

Documents settle at construction: names and ids are one line in NFC without spaces around them, texts
break lines with "\\n", levels and weights have two decimals, and collections are ordered by identity.
So two documents are equal exactly when they say the same, in whatever order or system they were written.
Rules that can be broken (a parent that is not there) are in `validation`.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from assessments.frameworks.interchange.faults import LeftOut

ONE = Decimal("1.00")
HUNDREDTH = Decimal("0.01")


def one_line(text: str) -> str:
    """The text in NFC with every run of white space as one space and none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def unix_lines(text: str) -> str:
    """The text with each line broken by "\\n" alone, as no spreadsheet keeps the difference."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def two_decimals(number: Decimal) -> Decimal:
    """The number rounded half up to two decimals; one that is not finite stays as it is."""
    return number.quantize(HUNDREDTH, ROUND_HALF_UP) if number.is_finite() else number


def _settle(document: Any, lines: Iterable[str] = (), texts: Iterable[str] = ()) -> None:
    for name in lines:
        value = getattr(document, name)
        object.__setattr__(document, name, None if value is None else one_line(value))
    for name in texts:
        object.__setattr__(document, name, unix_lines(getattr(document, name)))


@dataclass(frozen=True, slots=True)
class LevelDoc:
    """One level of a scale: its number, its name and what it means whatever the skill."""

    value: int
    name: str
    text: str = ""

    def __post_init__(self) -> None:
        _settle(self, lines=["name"], texts=["text"])

    @property
    def identity(self) -> int:
        return self.value


@dataclass(frozen=True, slots=True)
class ScaleDoc:
    """The levels that skills of a framework are measured on, lowest first."""

    key: str
    name: str
    levels: tuple[LevelDoc, ...]

    def __post_init__(self) -> None:
        _settle(self, lines=["key", "name"])
        object.__setattr__(self, "levels", tuple(sorted(self.levels, key=lambda level: level.value)))

    @property
    def values(self) -> tuple[int, ...]:
        return tuple(level.value for level in self.levels)


@dataclass(frozen=True, slots=True)
class SkillDoc:
    """A skill, or a group of skills where others name it as their parent.

    `level_texts` says what a level of this very skill looks like, by the level's value; a level
    without such a text is absent. `replaces` are the skills of before whose place it takes.
    """

    external_id: str
    name: str
    description: str = ""
    parent: str | None = None
    level_texts: Mapping[int, str] = field(default_factory=dict, hash=False)
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _settle(self, lines=["external_id", "name", "parent"], texts=["description"])
        object.__setattr__(self, "replaces", tuple(sorted({one_line(key) for key in self.replaces})))
        texts = {value: unix_lines(text) for value, text in sorted(self.level_texts.items()) if text}
        object.__setattr__(self, "level_texts", texts)

    @property
    def identity(self) -> str:
        return self.external_id


@dataclass(frozen=True, slots=True)
class RoleDoc:
    """A role, with the family of roles it belongs to."""

    external_id: str
    name: str
    family: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        _settle(self, lines=["external_id", "name", "family"], texts=["description"])

    @property
    def identity(self) -> str:
        return self.external_id


@dataclass(frozen=True, slots=True)
class RoleLevelDoc:
    """A level of a role, to which requirements belong; `rank` orders the levels of one role."""

    external_id: str
    role: str
    name: str
    rank: int
    description: str = ""

    def __post_init__(self) -> None:
        _settle(self, lines=["external_id", "role", "name"], texts=["description"])

    @property
    def identity(self) -> str:
        return self.external_id


@dataclass(frozen=True, slots=True)
class RequirementDoc:
    """A role level needs a skill at a level (in units of the scale), with a weight against the others."""

    role_level: str
    skill: str
    level: Decimal
    weight: Decimal = ONE
    critical: bool = False

    def __post_init__(self) -> None:
        _settle(self, lines=["role_level", "skill"])
        object.__setattr__(self, "level", two_decimals(self.level))
        object.__setattr__(self, "weight", two_decimals(self.weight))

    @property
    def identity(self) -> tuple[str, str]:
        return self.role_level, self.skill


@dataclass(frozen=True, slots=True)
class FrameworkDocument:
    """A whole framework. What was left out while reading it is no part of what it says.

    says_replacements  whether it says which skills take the place of others; a format that has no room for
                       that says nothing of it
    """

    key: str
    name: str
    attribution: str
    scale: ScaleDoc
    skills: tuple[SkillDoc, ...] = ()
    roles: tuple[RoleDoc, ...] = ()
    role_levels: tuple[RoleLevelDoc, ...] = ()
    requirements: tuple[RequirementDoc, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=(), compare=False, repr=False)
    says_replacements: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        _settle(self, lines=["key", "name"], texts=["attribution"])
        for name in ("skills", "roles", "role_levels", "requirements"):
            ordered = sorted(getattr(self, name), key=lambda document: document.identity)
            object.__setattr__(self, name, tuple(ordered))

    @property
    def required_skills(self) -> frozenset[str]:
        """External ids of the skills that at least one requirement names."""
        return frozenset(requirement.skill for requirement in self.requirements)

    @property
    def idle_role_levels(self) -> tuple[RoleLevelDoc, ...]:
        """Role levels without any requirement."""
        busy = {requirement.role_level for requirement in self.requirements}
        return tuple(level for level in self.role_levels if level.external_id not in busy)
