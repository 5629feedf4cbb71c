"""Digests of names, which rosters are looked up by."""

from lifow.base.database.digests import fill_digests
from lifow.people.persons.models import Person
from lifow.people.roster.reports import NAME, name_digest


def settle_names() -> int:
    """Make the digests of names that have changed; of how many people. For a transaction with the records."""
    return fill_digests(Person, NAME, name_digest)
