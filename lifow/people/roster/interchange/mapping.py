"""The mapping file: what this company calls its columns, its statuses and its dates."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lifow.people.roster.interchange.columns import KNOWN_HEADINGS
from lifow.people.roster.interchange.languages import language_code
from lifow.people.roster.interchange.problems import RosterError
from lifow.people.roster.interchange.state import Status

UNIT_SEPARATOR = " / "
SETTINGS = {"columns", "status", "languages", "date_format", "unit_separator"}


@dataclass(frozen=True, slots=True)
class RosterMapping:
    """How to read a roster that does not use the known words.

    `columns` gives headings by field (several only for org_unit: the parts of its path, top first);
    `statuses` and `languages` translate cells, keyed in lower case, to what lifow keeps; `date_formats` are
    strptime formats that are tried after YYYY-MM-DD; `unit_separator` stands between the parts of an org
    unit's path.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statuses: Mapping[str, Status] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    unit_separator: str = UNIT_SEPARATOR


NO_MAPPING = RosterMapping()


def read_mapping(content: bytes | str) -> RosterMapping:
    """Read a mapping file (TOML in UTF-8):

        date_format = "%d.%m.%Y"            # or a list; tried after YYYY-MM-DD
        unit_separator = " > "              # " / " unless said otherwise
        [columns]
        external_id = "Pers.Nr."
        org_unit = ["Division", "Team"]     # a path made of several columns
        [status]
        "On Leave" = "leave"
        [languages]
        "Schwiizerdütsch" = "gsw"

    Raises RosterError `bad_mapping` that says what is wrong and what is allowed.
    """
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        table = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RosterError("bad_mapping", reason=f"line {line} is not UTF-8 text.") from error
    except tomllib.TOMLDecodeError as error:
        raise RosterError("bad_mapping", reason=f"it is not TOML ({error}).") from error
    unknown = sorted(table.keys() - SETTINGS)
    if unknown:
        raise _bad(f"“{unknown[0]}” is not a setting. Settings are: {', '.join(sorted(SETTINGS))}.")
    return RosterMapping(
        columns={name: _headings(name, value) for name, value in _section(table, "columns").items()},
        statuses={key.strip().casefold(): _status(value) for key, value in _section(table, "status").items()},
        languages={
            key.strip().casefold(): _language(key, value)
            for key, value in _section(table, "languages").items()
        },
        date_formats=tuple(
            _date_format(value) for value in _texts("date_format", table.get("date_format", []))
        ),
        unit_separator=_text("unit_separator", table.get("unit_separator", UNIT_SEPARATOR)),
    )


def _bad(reason: str) -> RosterError:
    return RosterError("bad_mapping", reason=reason)


def _section(table: dict[str, Any], name: str) -> dict[str, Any]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise _bad(f"[{name}] is a table of names and values.")
    return section


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _bad(f"{name} needs a text.")
    return value


def _texts(name: str, value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(_text(name, each) for each in values)


def _headings(name: str, value: object) -> tuple[str, ...]:
    if name not in KNOWN_HEADINGS:
        raise _bad(f"“{name}” is not a field. Fields are: {', '.join(KNOWN_HEADINGS)}.")
    headings = _texts(name, value)
    if not headings or (len(headings) > 1 and name != "org_unit"):
        raise _bad(f"{name} comes from one heading. Only org_unit may list several.")
    return headings


def _status(value: object) -> Status:
    try:
        return Status(str(value))
    except ValueError as error:
        raise _bad(f"“{value}” is not a status. Statuses are: {', '.join(Status)}.") from error


def _language(name: str, value: object) -> str:
    code = language_code(_text(name, value))
    if code is None:
        raise _bad(f"“{value}” is not a language. Use a code such as “en” or “pt-BR”.")
    return code


def _date_format(value: str) -> str:
    has_year, has_month, has_day = (
        any(code in value for code in codes) for codes in (("%Y", "%y"), ("%m", "%b", "%B"), ("%d",))
    )
    if not (has_year and has_month and has_day):
        raise _bad(f"date_format “{value}” needs a year (%Y), a month (%m) and a day (%d).")
    return value
