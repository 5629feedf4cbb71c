"""The catalogue in columns: a row a module, an effect, and a value that a module is filed under."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class CatalogueColumns:
    """Modules by ascending id, with their effects and facets.

    module      ids, ascending; `kind` is the number of a kind, `minutes` whole minutes
    effect_row  of each effect the row of its module, ascending; `effect_skill` the id of the skill;
                the levels
    filing_row  of each filing the row of its module; `filing_value` the id of the value; each pair once
    """

    module: Ints
    kind: Ints
    minutes: Ints
    effect_row: Ints
    effect_skill: Ints
    effect_from: Floats
    effect_to: Floats
    filing_row: Ints
    filing_value: Ints

    def rows_of(self, ids: Ints) -> Ints:
        """The rows of those of these modules that are here, in the order of the ids."""
        rows, is_here = _found(self.module, ids)
        return rows[is_here]

    def effects_of(self, module: int) -> dict[int, tuple[float, float]]:
        """By the id of a skill, from which level to which a module raises it; none of one not here."""
        rows = self.rows_of(np.array([module], dtype=np.int64))
        start, end = (
            np.searchsorted(self.effect_row, [rows[0], rows[0] + 1]).tolist() if len(rows) else (0, 0)
        )
        levels = zip(self.effect_from[start:end].tolist(), self.effect_to[start:end].tolist(), strict=True)
        return dict(zip(self.effect_skill[start:end].tolist(), levels, strict=True))

    def flags_of(self, ids: Ints) -> Flags:
        """Which of the modules here are among these."""
        flags = np.zeros(len(self.module), dtype=bool)
        flags[self.rows_of(ids)] = True
        return flags


@dataclass(frozen=True, slots=True)
class Asked:
    """What filters ask for, in numbers; None, or nothing, asks for nothing.

    minutes  at most so many; `only` flags the modules that may be found at all, as those that match a text
    facets   by the id of a facet, the id of a value
    """

    kind: int | None = None
    skill: int | None = None
    minutes: int | None = None
    facets: Mapping[int, int] = field(default_factory=dict)
    only: Flags | None = None


def columns_from(
    *,
    module: Ints,
    kind: Ints,
    minutes: Ints,
    effect_module: Ints,
    effect_skill: Ints,
    effect_from: Floats,
    effect_to: Floats,
    filing_module: Ints,
    filing_value: Ints,
) -> CatalogueColumns:
    """The columns of rows that name modules by id, in any order. What names a module that is not here is left
    out, and a filing that is there twice counts once."""
    order = np.argsort(module, kind="stable")
    module = module[order]
    effect_row, has_effect = _found(module, effect_module)
    filing_row, is_filed = _found(module, filing_module)
    by_row = np.argsort(effect_row[has_effect], kind="stable")
    # One number a pair: numpy sorts numbers ten times as fast as pairs, and without the table of hashes that
    # `unique` makes of them first.
    width = int(filing_value.max(initial=0)) + 1
    pairs = np.sort(filing_row[is_filed] * width + filing_value[is_filed])
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return CatalogueColumns(
        module=module,
        kind=kind[order],
        minutes=minutes[order],
        effect_row=effect_row[has_effect][by_row],
        effect_skill=effect_skill[has_effect][by_row],
        effect_from=effect_from[has_effect][by_row],
        effect_to=effect_to[has_effect][by_row],
        filing_row=pairs // width,
        filing_value=pairs % width,
    )


def joined(one: CatalogueColumns, other: CatalogueColumns) -> CatalogueColumns:
    """Two catalogues that have no module in common as one."""
    if not len(other.module):
        return one

    def both(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(one, name), getattr(other, name)])

    def modules(name: str) -> Ints:
        return np.concatenate([part.module[getattr(part, name)] for part in (one, other)])

    return columns_from(
        module=both("module"),
        kind=both("kind"),
        minutes=both("minutes"),
        effect_module=modules("effect_row"),
        effect_skill=both("effect_skill"),
        effect_from=both("effect_from"),
        effect_to=both("effect_to"),
        filing_module=modules("filing_row"),
        filing_value=both("filing_value"),
    )


def _found(among: Ints, ids: Ints) -> tuple[Ints, Flags]:
    """Where each id stands among ascending ones, and whether it does."""
    if not len(among):
        return np.zeros(len(ids), dtype=np.int64), np.zeros(len(ids), dtype=bool)
    at = np.minimum(np.searchsorted(among, ids), len(among) - 1)
    return at, among[at] == ids
