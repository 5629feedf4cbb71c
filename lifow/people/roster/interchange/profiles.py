"""Ready mappings for files of HR systems: one TOML file each, which says where the format is documented."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from lifow.people.roster.interchange.columns import normalised, open_roster
from lifow.people.roster.interchange.mapping import RosterMapping, mapping_of, table_of, text_of
from lifow.people.roster.interchange.problems import RosterError

FOLDER = "lifow.people.roster"
# Said where a file is to be read without one, whatever it looks like.
NO_PROFILE = "none"
PROFILE_LINE = re.compile(r"""profile\s*=\s*["'](?P<key>[^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Profile:
    """How the files of one system are read. A file that has all of `headings` is probably one of them."""

    key: str
    name: str
    headings: tuple[str, ...]
    mapping: RosterMapping


@cache
def all_profiles() -> Mapping[str, Profile]:
    """Every profile by its key, in the order of the alphabet."""
    folder = files(FOLDER) / "profiles"
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name
    )
    read = [_read(file.name.removesuffix(".toml"), file.read_text("utf-8")) for file in found]
    return {profile.key: profile for profile in read}


def profile_of(key: str) -> Profile:
    """The profile of a key. Raises RosterError `unknown_profile` with those that there are."""
    try:
        return all_profiles()[key]
    except KeyError:
        known = ", ".join(all_profiles())
        raise RosterError("unknown_profile", value=key, known=known) from None


def read_mapping(content: bytes | str) -> RosterMapping:
    """Read a mapping file (TOML in UTF-8):

        profile = "successfactors"          # a system's own way, where nothing else is said; or "none"
        date_format = "%d.%m.%Y"            # or a list; tried after YYYY-MM-DD
        unit_separator = " | "              # a usual one unless said otherwise
        timezone = "Europe/Berlin"          # of dates that are written as a moment in UTC
        in_charge = ["job_code"]            # an empty cell of these says “none”
        [columns]
        external_id = "Pers.Nr."
        org_unit = ["Division", "Team"]     # a path made of several columns
        languages = false                   # not read
        [none]
        manager_external_id = ["NO_MANAGER"]
        [status]
        "On Leave" = "leave"
        [languages]
        "Schwiizerdütsch" = "gsw"

    Raises RosterError `bad_mapping` that says what is wrong and what is allowed, `unknown_profile`.
    """
    table = table_of(content)
    key = table.pop("profile", None)
    own = mapping_of(table)
    return own if key in (None, NO_PROFILE) else profile_of(str(key)).mapping.with_company_mapping(own)


def split_profile(content: bytes | str) -> tuple[str, str]:
    """A mapping without its first line where that names a profile, and the profile's key, "" where none is.

    Raises RosterError `bad_mapping` for what is no text in UTF-8.
    """
    text = content if isinstance(content, str) else text_of(content)
    first, _line_end, rest = text.partition("\n")
    named = PROFILE_LINE.fullmatch(first.strip())
    return (rest, named["key"]) if named else (text, "")


def profile_of_file(content: bytes | str) -> Profile | None:
    """The profile that a file's headings are those of, as `profile_of_headings` tells.

    Raises RosterError where the file is no table.
    """
    every = {profile.key: profile.headings for profile in all_profiles().values()}
    return profile_of_headings(open_roster(content, every).headings)


def profile_of_headings(headings: Sequence[str]) -> Profile | None:
    """The profile that headings are those of, None where no profile or more than one would do."""
    names = {normalised(heading) for heading in headings}
    found = [profile for profile in all_profiles().values() if _are_all_in(profile.headings, names)]
    return found[0] if len(found) == 1 else None


def _are_all_in(headings: Collection[str], names: set[str]) -> bool:
    return all(normalised(heading) in names for heading in headings)


def _read(key: str, text: str) -> Profile:
    table = tomllib.loads(text)
    name, headings, rows = table.pop("name"), tuple(table.pop("headings")), table.pop("heading_rows", 1)
    columns = {field: _headings(said) for field, said in table.pop("columns").items()}
    return Profile(key, name, headings, replace(mapping_of(table), usual_columns=columns, heading_rows=rows))


def _headings(said: str | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)
