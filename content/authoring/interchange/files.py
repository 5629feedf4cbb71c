"""One module as a file: front matter in TOML between two lines of +++, then its text, as it is. Pure.

What is written is the same for the same module, byte for byte, and is read back as that module.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

FENCE = "+++\n"
BARE_NAME = re.compile("[A-Za-z0-9_-]+")
KNOWN = ("key", "title", "kind", "minutes", "summary", "prerequisites", "facets", "effects", "parts")


class ModuleFileError(ValueError):
    """A file that cannot be read: which, why, and what to do."""


@dataclass(frozen=True, slots=True)
class EffectInFile:
    """A skill that a module raises, by the key of its framework and its id there."""

    framework: str
    skill: str
    from_level: Decimal
    to_level: Decimal


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A module as a file says it; `prerequisites` are keys of modules."""

    key: str
    title: str
    kind: str
    minutes: int
    body: str
    summary: str = ""
    prerequisites: Sequence[str] = ()
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    effects: Sequence[EffectInFile] = ()
    parts: Mapping[str, Any] = field(default_factory=dict)


def write_module_file(module: ModuleFile) -> str:
    """The text of a file."""
    effects = [
        {
            "framework": one.framework,
            "skill": one.skill,
            "from": _level(one.from_level),
            "to": _level(one.to_level),
        }
        for one in module.effects
    ]
    said: dict[str, Any] = {
        "key": module.key,
        "title": module.title,
        "kind": module.kind,
        "minutes": module.minutes,
        "summary": module.summary,
        "prerequisites": list(module.prerequisites),
        "facets": {name: list(values) for name, values in module.facets.items()},
        "effects": effects,
        **({"parts": dict(module.parts)} if module.parts else {}),
    }
    front = "".join(f"{name} = {_toml(value)}\n" for name, value in said.items())
    return f"{FENCE}{front}{FENCE}{module.body}"


def read_module_file(text: str, *, name: str) -> ModuleFile:
    """The module that a file says. Raises ModuleFileError, naming the file and what to correct."""
    opening, _fence, rest = text.removeprefix("\ufeff").partition(FENCE)
    front, fence, body = rest.partition(f"\n{FENCE}")
    if opening or not fence:
        raise ModuleFileError(f"{name}: the front matter has to stand first, between two lines of +++.")
    try:
        said = tomllib.loads(front, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ModuleFileError(f"{name}: the front matter is not TOML: {error}.") from error
    unknown = sorted(set(said) - set(KNOWN))
    if unknown:
        raise ModuleFileError(f"{name}: “{unknown[0]}” is not known. Use {', '.join(KNOWN)}.")
    read = _Front(said, name)
    return ModuleFile(
        key=read.text("key", needed=True),
        title=read.text("title", needed=True),
        kind=read.text("kind", needed=True),
        minutes=read.minutes(),
        body=body,
        summary=read.text("summary"),
        prerequisites=read.texts("prerequisites", said.get("prerequisites", [])),
        facets={str(facet): read.texts("facets", values) for facet, values in read.table("facets").items()},
        effects=[read.effect(one) for one in read.rows("effects")],
        parts=_plain(read.table("parts")),
    )


@dataclass(frozen=True, slots=True)
class _Front:
    """Reads values of a front matter, and says what is wrong with one."""

    said: Mapping[str, Any]
    name: str

    def refuse(self, field_name: str, expected: str) -> ModuleFileError:
        return ModuleFileError(f"{self.name}: “{field_name}” has to be {expected}.")

    def text(self, field_name: str, *, needed: bool = False) -> str:
        value = self.said.get(field_name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            raise self.refuse(field_name, "a text between quotation marks")
        return value

    def minutes(self) -> int:
        value = self.said.get("minutes")
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10_000:
            raise self.refuse("minutes", "a whole number from 1")
        return value

    def texts(self, field_name: str, value: Any) -> list[str]:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.refuse(field_name, 'a list of texts, such as ["payments", "reports"]')
        return value

    def table(self, field_name: str) -> Mapping[str, Any]:
        value = self.said.get(field_name, {})
        if not isinstance(value, dict):
            raise self.refuse(field_name, "a table")
        return value

    def rows(self, field_name: str) -> Sequence[Mapping[str, Any]]:
        value = self.said.get(field_name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.refuse(field_name, "a list of tables")
        return value

    def effect(self, row: Mapping[str, Any]) -> EffectInFile:
        try:
            levels = [Decimal(str(row[name])) for name in ("from", "to")]
            framework, skill = row["framework"], row["skill"]
        except (KeyError, InvalidOperation) as error:
            raise self.refuse("effects", "rows with framework, skill, from and to") from error
        is_right = isinstance(framework, str) and isinstance(skill, str)
        if not is_right or not all(one.is_finite() and 0 <= one < 100 for one in levels):
            raise self.refuse("effects", "rows with framework, skill, from and to, levels from 0")
        return EffectInFile(framework, skill, *levels)


def _level(level: Decimal) -> Decimal | int:
    return int(level) if level == level.to_integral_value() else level.normalize()


def _plain(value: Any) -> Any:
    """What a kind stores: numbers as JSON has them."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _string(value: str) -> str:
    """A text of TOML. Its escapes are those of JSON, which leaves one more control character as it is."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _name(name: str) -> str:
    return name if BARE_NAME.fullmatch(name) else _string(name)


def _table(value: Mapping[str, Any]) -> str:
    # TOML has no nothing: a name without a value is left out, as kinds read it.
    pairs = [f"{_name(name)} = {_toml(inner)}" for name, inner in value.items() if inner is not None]
    return f"{{{', '.join(pairs)}}}"


def _list(value: Sequence[Any]) -> str:
    return f"[{', '.join(_toml(one) for one in value if one is not None)}]"


_WRITERS: Sequence[tuple[type | tuple[type, ...], Callable[[Any], str]]] = (
    (bool, lambda value: "true" if value else "false"),
    (str, _string),
    (int, str),
    (float, repr),
    (Decimal, lambda value: f"{value:f}"),
    (Mapping, _table),
    ((list, tuple), _list),
)


def _toml(value: Any) -> str:
    return next(write(value) for kinds, write in _WRITERS if isinstance(value, kinds))
