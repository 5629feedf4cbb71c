"""The mapping file: what this company calls its columns, its statuses and its dates."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from lifow.people.roster.interchange.columns import KNOWN_HEADINGS
from lifow.people.roster.interchange.languages import language_code
from lifow.people.roster.interchange.problems import RosterError
from lifow.people.roster.interchange.state import Status

SETTINGS = {
    "columns",
    "date_format",
    "in_charge",
    "languages",
    "none",
    "profile",
    "status",
    "timezone",
    "unit_separator",
}
# What somebody can be without. Of all else an empty cell says nothing, whoever is in charge.
CAN_BE_NONE = ("family_name", "email", "job_title", "job_code", "manager_external_id", "manager_email")


@dataclass(frozen=True, slots=True)
class RosterMapping:
    """How to read a roster that does not use the known words.

    `columns` gives headings by field (several only for org_unit: the parts of its path, top first); those of
    `left_out` are not read. `statuses` and `languages` translate cells, keyed in lower case, to what lifow
    keeps; `date_formats` are strptime formats that are tried after YYYY-MM-DD; `unit_separator` stands
    between the parts of an org unit's path, "" for any of `UNIT_SEPARATORS`. An empty cell of a column that
    is `in_charge` says “none”, as one of the words of `none` does, by field and in lower case; any other
    empty cell says nothing. `timezone` is where moments of the file are meant whose row names no zone.

    A profile says besides: `usual_columns` are a system's headings, which count where the file has them, and
    `heading_rows` is 2 where a row of labels may follow them.
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    in_charge: frozenset[str] = frozenset()
    none: Mapping[str, frozenset[str]] = field(default_factory=dict)
    timezone: str | None = None
    statuses: Mapping[str, Status] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    unit_separator: str = ""
    usual_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heading_rows: int = 1

    def with_company_mapping(self, own: "RosterMapping") -> "RosterMapping":
        """This, a system's, with what the company says of its own files in its place."""
        settled = own.columns.keys() | own.left_out
        return RosterMapping(
            columns=own.columns,
            left_out=own.left_out,
            in_charge=own.in_charge,
            none={**self.none, **own.none},
            timezone=own.timezone or self.timezone,
            statuses={**self.statuses, **own.statuses},
            languages={**self.languages, **own.languages},
            date_formats=own.date_formats or self.date_formats,
            unit_separator=own.unit_separator or self.unit_separator,
            usual_columns={name: said for name, said in self.usual_columns.items() if name not in settled},
            heading_rows=self.heading_rows,
        )


NO_MAPPING = RosterMapping()


def text_of(content: bytes) -> str:
    """A mapping file as text. Raises RosterError `bad_mapping` with the line that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise RosterError("bad_mapping", reason=f"line {line} is not UTF-8 text.") from error


def table_of(content: bytes | str) -> dict[str, Any]:
    """The settings of a mapping file, TOML in UTF-8. Raises RosterError `bad_mapping`."""
    try:
        return tomllib.loads(content if isinstance(content, str) else text_of(content))
    except tomllib.TOMLDecodeError as error:
        raise RosterError("bad_mapping", reason=f"it is not TOML ({error}).") from error


def mapping_of(table: dict[str, Any]) -> RosterMapping:
    """The mapping that the settings of a file give. Raises RosterError `bad_mapping`."""
    unknown = sorted(table.keys() - SETTINGS)
    if unknown:
        raise _bad(f"“{unknown[0]}” is not a setting. Settings are: {', '.join(sorted(SETTINGS))}.")
    columns = _section(table, "columns")
    return RosterMapping(
        columns={name: _headings(name, value) for name, value in columns.items() if value is not False},
        left_out=frozenset(_field(name) for name, value in columns.items() if value is False),
        in_charge=frozenset(_can_be_none(name) for name in _texts("in_charge", table.get("in_charge", []))),
        none={_can_be_none(name): _words(name, value) for name, value in _section(table, "none").items()},
        timezone=_timezone(table["timezone"]) if "timezone" in table else None,
        statuses={key.strip().casefold(): _status(value) for key, value in _section(table, "status").items()},
        languages={
            key.strip().casefold(): _language(key, value)
            for key, value in _section(table, "languages").items()
        },
        date_formats=tuple(
            _date_format(value) for value in _texts("date_format", table.get("date_format", []))
        ),
        unit_separator=_text("unit_separator", table["unit_separator"]) if "unit_separator" in table else "",
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


def _field(name: str) -> str:
    if name not in KNOWN_HEADINGS:
        raise _bad(f"“{name}” is not a field. Fields are: {', '.join(KNOWN_HEADINGS)}.")
    return name


def _can_be_none(name: str) -> str:
    if name not in CAN_BE_NONE:
        raise _bad(f"“{name}” cannot be none. What can be: {', '.join(CAN_BE_NONE)}.")
    return name


def _words(name: str, value: object) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in _texts(name, value))


def _timezone(value: object) -> str:
    if value not in available_timezones():
        raise _bad(f"“{value}” is not a time zone. Use a name such as Europe/Berlin.")
    return str(value)


def _headings(name: str, value: object) -> tuple[str, ...]:
    headings = _texts(_field(name), value)
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
