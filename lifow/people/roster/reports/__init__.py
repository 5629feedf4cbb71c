"""What imports read: everybody, or what some rows concern; ids of the erased; the systems that are known."""

from lifow.people.roster.reports.erased import digest_keys, erased_ids
from lifow.people.roster.reports.named import state_of_rows, units_of_rows
from lifow.people.roster.reports.names import NAME, name_digest
from lifow.people.roster.reports.sources import kept_mapping, known_sources
from lifow.people.roster.reports.state import roster_state, unit_states

__all__ = [
    "NAME",
    "digest_keys",
    "erased_ids",
    "kept_mapping",
    "known_sources",
    "name_digest",
    "roster_state",
    "state_of_rows",
    "unit_states",
    "units_of_rows",
]
