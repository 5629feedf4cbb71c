"""What of a record to be merged is counted before it is, and what mentoring has against it."""

from django.utils.translation import gettext as _

from lifow.people.persons.models import Person
from mentoring.mentors.models import Mentor
from mentoring.pairings.models import Pairing


def merge_counts(kept: Person, merged: Person) -> list[tuple[str, int]]:
    """(what, how many) that is the kept person's once the record is merged."""
    pairings = Pairing.objects.exclude(asked_at=None)
    return [
        (_("pairings as learner"), pairings.for_mentee(merged).count()),
        (_("pairings as mentor"), pairings.for_mentor(merged).count()),
        (_("offers to mentor"), Mentor.objects.filter(person=merged).count()),
    ]


def merge_objections(kept: Person, merged: Person) -> list[str]:
    """Why two records cannot be merged as their pairings stand, and what to do first."""
    found = []
    under_way = Pairing.objects.under_way()
    if under_way.for_mentee(kept).exists() and under_way.for_mentee(merged).exists():
        found.append(_("Both have a mentor, or have asked one. End one of the two pairings first."))
    pairs = under_way.filter(mentee__in=[kept, merged], mentor__in=[kept, merged])
    if pairs.exists():
        found.append(_("One of the two is the other’s mentor, or was asked. End that pairing first."))
    return found
