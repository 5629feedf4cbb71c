"""The effect of modules on levels, as arrays: those who took one against those who did not."""

from content.effect.compute.columns import ReadingColumns, TouchColumns
from content.effect.compute.estimation import (
    LEAST_PEOPLE,
    USUALLY_NEEDED,
    Carry,
    Difference,
    Effect,
    Sums,
    carry_of,
    effect_of,
    sums_of,
)
from content.effect.compute.pairs import Pairs, pairs_of

__all__ = [
    "LEAST_PEOPLE",
    "USUALLY_NEEDED",
    "Carry",
    "Difference",
    "Effect",
    "Pairs",
    "ReadingColumns",
    "Sums",
    "TouchColumns",
    "carry_of",
    "effect_of",
    "pairs_of",
    "sums_of",
]
