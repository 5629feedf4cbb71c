"""What levels of before are on levels that mean something else: old → new, said by a person.

A number of a scale is nothing without its name. Where a level gets another name, changes places, or levels
come or go, what was rated before reads wrong on the new levels until somebody says how it reads.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from assessments.frameworks.interchange.cells import number
from assessments.frameworks.interchange.document import LevelDoc
from assessments.frameworks.interchange.faults import Fault, FrameworkError, Subject
from lifow.base.listing import first_names

_BETWEEN = re.compile(r"[\s,;]+")
_ARROW = re.compile(r"\s*(?:=>|->|=|→)\s*")
_PAIR = re.compile(r"([^=]+)=([^=]+)")


@dataclass(frozen=True, slots=True)
class LevelMapping:
    """How a level of before is read on the levels of now.

    is_same  each number means what it meant: a name was corrected, or levels were added at an end
    levels   old → new otherwise; between two levels in proportion, and 0 stays 0 unless it is named
    """

    is_same: bool = False
    levels: Mapping[Decimal, Decimal] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[Decimal, Decimal]]:
        """Old and new, lowest old level first, with 0; empty where each is what it was."""
        if self.is_same:
            return []
        return sorted({Decimal(0): Decimal(0), **self.levels}.items())


SAME_MEANING = LevelMapping(is_same=True)


def read_level_map(text: str) -> LevelMapping:
    """The mapping written as “1=3, 2=2, 3=1”, old before new; also on lines of their own, or with an arrow.

    Raises FrameworkError where a part of it says no such thing.
    """
    levels: dict[Decimal, Decimal] = {}
    faults = []
    for part in filter(None, _BETWEEN.split(_ARROW.sub("=", text.strip()))):
        found = _PAIR.fullmatch(part)
        old, new = (number(found[1]), number(found[2])) if found else (None, None)
        if old is None or new is None:
            faults.append(Fault("map_form", Subject("level map", part), part))
        elif levels.setdefault(old, new) != new:
            faults.append(Fault("map_twice", Subject("level map", part), str(old)))
    if not levels and not faults:
        faults.append(Fault("map_form", Subject("level map", ""), text.strip()))
    if faults:
        raise FrameworkError(faults)
    return LevelMapping(levels=levels)


class ImportChoices(NamedTuple):
    """What HR says beside the files of a framework.

    `mapping` is how levels of before read now, `mappings_of_others` how those of other frameworks do whose
    skills are replaced, by their keys; `may_lose` lets skills go whatever evidence stands on them.
    """

    mapping: LevelMapping | None = None
    mappings_of_others: Mapping[str, LevelMapping] = MappingProxyType({})
    may_lose: bool = False


def read_levels_of_others(text: str) -> dict[str, LevelMapping]:
    """How levels of other frameworks read, a line a framework: “onet: 1=3, 2=2”, or “onet: same”.

    Raises FrameworkError for a line that says no such thing.
    """
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        key, colon, said = (part.strip() for part in line.partition(":"))
        if not (key and colon):
            raise FrameworkError([Fault("map_of_no_framework", Subject("level map", line), line)])
        found[key] = SAME_MEANING if said.casefold() == "same" else read_level_map(said)
    return found


def means_another_thing(before: Sequence[LevelDoc], after: Sequence[LevelDoc]) -> bool:
    """Whether a number of before may mean something else after: names, their places or their count differ.

    Capital letters and spaces are no difference, nor are new words for a level; a text that has gone to
    another level is one.
    """
    if {level.value: _folded(level.name) for level in before} != {
        level.value: _folded(level.name) for level in after
    }:
        return True
    places: dict[str, set[int]] = {}
    for level in before:
        if level.text.strip():
            places.setdefault(_folded(level.text), set()).add(level.value)
    return any(level.value not in places.get(_folded(level.text), {level.value}) for level in after)


def map_faults(
    mapping: LevelMapping, before: Sequence[LevelDoc], after: Sequence[LevelDoc]
) -> Iterator[Fault]:
    """What is wrong with a mapping: an old level left out or not there, a new one off the scale."""
    if mapping.is_same:
        return
    where = Subject("level map", levels_text(before))
    old = {Decimal(level.value) for level in before}
    top = max((level.value for level in after), default=0)
    missing = sorted(old - mapping.levels.keys() - {Decimal(0)})
    if missing:
        yield Fault("map_misses", where, ", ".join(first_names(missing)))
    unknown = sorted(mapping.levels.keys() - old - {Decimal(0)})
    if unknown:
        yield Fault("map_unknown", where, ", ".join(first_names(unknown)), levels_text(before))
    off = sorted({new for new in mapping.levels.values() if not 0 <= new <= top})
    if off:
        yield Fault("outside_scale", where, ", ".join(first_names(off)), f"0 to {top}")


def levels_text(levels: Sequence[LevelDoc]) -> str:
    """“1 Follows, 2 Works, 3 Leads”."""
    return ", ".join(first_names([f"{level.value} {level.name}" for level in levels]))


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
