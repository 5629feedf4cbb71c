"""Which modules suit the filters, and how many each value of one would leave."""

import numpy as np

from content.catalogue.compute.columns import Asked, CatalogueColumns, Flags, Ints


def matching(columns: CatalogueColumns, asked: Asked) -> Flags:
    """Flags of the modules that suit all filters."""
    found = np.ones(len(columns.module), dtype=bool) if asked.only is None else asked.only.copy()
    if asked.kind is not None:
        found &= columns.kind == asked.kind
    if asked.minutes is not None:
        found &= columns.minutes <= asked.minutes
    if asked.skill is not None:
        found &= _flagged(columns, columns.effect_row[columns.effect_skill == asked.skill])
    for value in asked.facets.values():
        found &= _flagged(columns, columns.filing_row[columns.filing_value == value])
    return found


def values_counted(row: Ints, value: Ints, found: Flags) -> dict[int, int]:
    """How many of the found modules have each value; `row` is the module of each, once a module and value."""
    values, counts = np.unique(value[found[row]], return_counts=True)
    return dict(zip(values.tolist(), counts.tolist(), strict=True))


def _flagged(columns: CatalogueColumns, rows: Ints) -> Flags:
    flags = np.zeros(len(columns.module), dtype=bool)
    flags[rows] = True
    return flags
