"""People by what they are called, as rosters compare names."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from lifow.base.database.columns import among
from lifow.base.database.digests import digest_of, rows_with_digest
from lifow.people.persons.models import Employment, ExternalId, Person
from lifow.people.roster.interchange import RosterRow, name_key

NAME = ("given_name", "family_name")


def name_digest(given: str | None, family: str | None) -> int:
    """The digest of a name: two that rosters take for the same have the same one."""
    return digest_of(name_key(given, family))


def namesakes(source: str, rows: Iterable[RosterRow], known: Collection[str]) -> set[int]:
    """Ids of those who may be meant by rows under ids that are not `known`: called so, and gone or absent.

    As many queries whatever the rows: a digest may be of somebody else, so that names have to be compared.
    """
    digests = {
        name_digest(row.given_name, row.family_name)
        for row in rows
        if row.given_name and row.external_id not in known
    }
    alike = rows_with_digest(Person, digests)
    if not alike:
        return set()
    is_here = Exists(Employment.objects.holding().filter(person=OuterRef("person")))
    named = ExternalId.objects.filter(source=source, person__in=among(alike))
    return set(named.filter(Q(absent_since__isnull=False) | ~is_here).values_list("person_id", flat=True))
