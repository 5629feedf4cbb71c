"""The rules that a framework document keeps, whatever it was read from."""

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from decimal import Decimal

from assessments.frameworks.interchange.document import (
    FrameworkDocument,
    RequirementDoc,
    RoleLevelDoc,
    ScaleDoc,
    SkillDoc,
)
from assessments.frameworks.interchange.faults import Fault, FrameworkError, Subject
from assessments.frameworks.interchange.replacements import replacement_faults
from lifow.base.hierarchy import circles, ring

MAX_KEY = 100
MAX_ID = 200
MAX_NAME = 200
MAX_LEVEL_NAME = 100
MAX_TEXT = 32_000  # a spreadsheet's cell cuts a text off at 32,767 characters
MAX_LEVEL = 99
MAX_RANK = 999
MAX_WEIGHT = Decimal("999.99")

_KEY = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_KEY}}}")


def validated(document: FrameworkDocument) -> FrameworkDocument:
    """The document itself; raises FrameworkError with everything that is wrong with it."""
    if faults := find_faults(document):
        raise FrameworkError(faults)
    return document


def find_faults(document: FrameworkDocument) -> tuple[Fault, ...]:
    """Everything that is wrong with the document, each fault at its Subject; empty where nothing is.

    A subject's kind is framework, scale, level, skill, role, role level or requirement; its key is the
    external id, the level's number, or "role level → skill"; its field is a field of that document.
    """
    return (
        *_of_framework(document),
        *_of_scale(document.scale),
        *_of_skills(document),
        *_of_roles(document),
        *_of_role_levels(document),
        *_of_requirements(document),
    )


def requirement_key(role_level: str, skill: str) -> str:
    """How a requirement is named to a person and in a Subject."""
    return f"{role_level} → {skill}"


def _key(where: Subject, value: str) -> Iterator[Fault]:
    if not _KEY.fullmatch(value):
        yield Fault("key_form" if value else "missing", where, value, str(MAX_KEY))


def _line(where: Subject, value: str, longest: int, *, needed: bool = True) -> Iterator[Fault]:
    if needed and not value:
        yield Fault("missing", where)
    if len(value) > longest:
        yield Fault("too_long", where, value, str(longest))
    yield from _text(where, value)


def _text(where: Subject, value: str) -> Iterator[Fault]:
    """Too long for a cell, or with characters that are lost: spreadsheets and PostgreSQL drop or refuse
    control characters and lone surrogates."""
    if len(value) > MAX_TEXT:
        yield Fault("too_long", where, value, str(MAX_TEXT))
    for character in sorted(set(value) - {"\n", "\t"}):
        if unicodedata.category(character) in {"Cc", "Cs"}:
            yield Fault("control_character", where, f"U+{ord(character):04X}")


def _repeated(kind: str, field: str, keys: Iterable[Hashable]) -> Iterator[Fault]:
    for key, times in Counter(keys).items():
        if times > 1:
            yield Fault("duplicate", Subject(kind, str(key), field), str(key))


def _of_framework(document: FrameworkDocument) -> Iterator[Fault]:
    yield from _key(Subject("framework", document.key, "key"), document.key)
    yield from _line(Subject("framework", document.key, "name"), document.name, MAX_NAME)
    yield from _text(Subject("framework", document.key, "attribution"), document.attribution)
    yield from _key(Subject("framework", document.key, "scale_key"), document.scale.key)
    yield from _line(Subject("framework", document.key, "scale_name"), document.scale.name, MAX_NAME)


def _of_scale(scale: ScaleDoc) -> Iterator[Fault]:
    if not any(value > 0 for value in scale.values):
        yield Fault("no_levels", Subject("scale", scale.key))
    yield from _repeated("level", "value", scale.values)
    for level in scale.levels:
        key = str(level.value)
        if not 0 <= level.value <= MAX_LEVEL:
            yield Fault("level_value", Subject("level", key, "value"), key, str(MAX_LEVEL))
        yield from _line(Subject("level", key, "name"), level.name, MAX_LEVEL_NAME)
        yield from _text(Subject("level", key, "text"), level.text)


def _of_skills(document: FrameworkDocument) -> Iterator[Fault]:
    known = {skill.external_id: skill for skill in document.skills}
    yield from _repeated("skill", "external_id", (skill.external_id for skill in document.skills))
    for skill in document.skills:
        key = skill.external_id
        yield from _line(Subject("skill", key, "external_id"), key, MAX_ID)
        yield from _line(Subject("skill", key, "name"), skill.name, MAX_NAME)
        yield from _text(Subject("skill", key, "description"), skill.description)
        if skill.parent is not None and skill.parent not in known:
            yield Fault("unknown_reference", Subject("skill", key, "parent"), skill.parent, "skills")
        yield from _of_level_texts(skill, document.scale)
    yield from _of_parents(known)
    yield from replacement_faults(document)


def _of_level_texts(skill: SkillDoc, scale: ScaleDoc) -> Iterator[Fault]:
    for value, text in skill.level_texts.items():
        where = Subject("skill", skill.external_id, f"level {value}")
        if value not in scale.values:
            yield Fault("outside_scale", where, str(value), _span(scale))
        yield from _text(where, text)


def _of_parents(skills: dict[str, SkillDoc]) -> Iterator[Fault]:
    for circle in circles({key: skill.parent for key, skill in skills.items() if skill.parent}):
        yield Fault("parent_cycle", Subject("skill", circle[0], "parent"), " → ".join(ring(circle)))


def _of_roles(document: FrameworkDocument) -> Iterator[Fault]:
    yield from _repeated("role", "external_id", (role.external_id for role in document.roles))
    for role in document.roles:
        key = role.external_id
        yield from _line(Subject("role", key, "external_id"), key, MAX_ID)
        yield from _line(Subject("role", key, "name"), role.name, MAX_NAME)
        yield from _line(Subject("role", key, "family"), role.family, MAX_NAME, needed=False)
        yield from _text(Subject("role", key, "description"), role.description)


def _of_role_levels(document: FrameworkDocument) -> Iterator[Fault]:
    roles = {role.external_id for role in document.roles}
    yield from _repeated("role level", "external_id", (level.external_id for level in document.role_levels))
    for level in document.role_levels:
        yield from _of_role_level(level, roles)


def _of_role_level(level: RoleLevelDoc, roles: set[str]) -> Iterator[Fault]:
    key = level.external_id
    yield from _line(Subject("role level", key, "external_id"), key, MAX_ID)
    yield from _line(Subject("role level", key, "name"), level.name, MAX_NAME)
    yield from _text(Subject("role level", key, "description"), level.description)
    if level.role not in roles:
        yield Fault("unknown_reference", Subject("role level", key, "role"), level.role, "roles")
    if not 0 <= level.rank <= MAX_RANK:
        yield Fault("rank", Subject("role level", key, "rank"), str(level.rank), str(MAX_RANK))


def _of_requirements(document: FrameworkDocument) -> Iterator[Fault]:
    keys = (requirement_key(*requirement.identity) for requirement in document.requirements)
    yield from _repeated("requirement", "skill", keys)
    role_levels = {level.external_id for level in document.role_levels}
    skills = {skill.external_id for skill in document.skills}
    for requirement in document.requirements:
        key = requirement_key(*requirement.identity)
        if requirement.role_level not in role_levels:
            where = Subject("requirement", key, "role_level")
            yield Fault("unknown_reference", where, requirement.role_level, "role levels")
        if requirement.skill not in skills:
            yield Fault(
                "unknown_reference", Subject("requirement", key, "skill"), requirement.skill, "skills"
            )
        yield from _of_numbers(requirement, key, document.scale)


def _of_numbers(requirement: RequirementDoc, key: str, scale: ScaleDoc) -> Iterator[Fault]:
    level, weight = requirement.level, requirement.weight
    if scale.levels and not (level.is_finite() and scale.values[0] <= level <= scale.values[-1]):
        yield Fault("outside_scale", Subject("requirement", key, "level"), str(level), _span(scale))
    elif level == 0:
        yield Fault("asks_nothing", Subject("requirement", key, "level"), str(level))
    if not (weight.is_finite() and 0 < weight <= MAX_WEIGHT):
        yield Fault("weight", Subject("requirement", key, "weight"), str(weight), str(MAX_WEIGHT))


def _span(scale: ScaleDoc) -> str:
    return f"{scale.values[0]} to {scale.values[-1]}" if scale.levels else "a level of the scale"
