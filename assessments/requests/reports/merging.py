"""What of a record to be merged is counted before it is: evidence, roles by hand, requests."""

from django.utils.translation import gettext as _

from assessments.evidence.models import Evidence
from assessments.requests.models import RatingRequest
from assessments.roles.models import RoleAssignment
from lifow.people.persons.models import Person


def merge_counts(kept: Person, merged: Person) -> list[tuple[str, int]]:
    """(what, how many) that is read as the kept person's, or is asked of them, once the record is merged."""
    roles = RoleAssignment.objects.current().filter(person=merged, source=RoleAssignment.Source.HAND)
    requests = RatingRequest.objects.open()
    return [
        (_("pieces of evidence about them"), Evidence.objects.for_person(merged).count()),
        (_("pieces of evidence that they gave of others"), _given(merged)),
        (_("roles given by hand"), roles.count()),
        (_("open requests for ratings of them"), requests.filter(person=merged).count()),
        (_("open requests for ratings that they are asked"), requests.filter(asked=merged).count()),
    ]


def _given(merged: Person) -> int:
    return Evidence.objects.by_rater(merged).exclude(person=merged).count()
