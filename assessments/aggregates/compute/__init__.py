"""Totals of groups of people: by skill, packed, and in all. Pure."""

from assessments.aggregates.compute.needs import urgency
from assessments.aggregates.compute.sums import GroupSums, PeoplesNeeds, sums_of_groups
from assessments.aggregates.compute.totals import (
    TOTALS_DTYPE,
    Needs,
    Totals,
    TotalsError,
    add_totals,
    pack_totals,
    totals_of_groups,
    unpack_totals,
)

__all__ = [
    "TOTALS_DTYPE",
    "GroupSums",
    "Needs",
    "PeoplesNeeds",
    "Totals",
    "TotalsError",
    "add_totals",
    "pack_totals",
    "sums_of_groups",
    "totals_of_groups",
    "unpack_totals",
    "urgency",
]
