"""The systems that rosters come from, and how each was read."""

from lifow.base.file_imports.choices import ImportState
from lifow.people.persons.models import ExternalId
from lifow.people.roster.models import RosterImport

MOST_SOURCES = 10


def known_sources() -> list[str]:
    """The systems that people come from, by name, at most ten; a short query each, whatever their number."""
    found: list[str] = []
    names = (
        ExternalId.objects.filter(person__isnull=False).order_by("source").values_list("source", flat=True)
    )
    while len(found) < MOST_SOURCES:
        following = names.filter(source__gt=found[-1]) if found else names
        if (name := following.first()) is None:
            break
        found.append(name)
    return found


def kept_mapping(*, source: str) -> str:
    """How the last roster that was brought in from a system was read; "" where none was."""
    last = RosterImport.objects.filter(source=source).exclude(state=ImportState.REFUSED).order_by("-pk")
    return last.values_list("mapping", flat=True).first() or ""
