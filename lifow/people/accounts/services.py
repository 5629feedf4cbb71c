"""What HR does to accounts of others."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from lifow.events.services import publish
from lifow.events.types import RightsChanged
from lifow.people.persons.models import Person


def turn_off_two_steps(*, authenticators: QuerySet[Authenticator], by: Person, as_of: datetime) -> None:
    """Take second steps at sign-in away, such as those of a lost phone; whose they were is told, and HR."""
    with transaction.atomic():
        people = set(authenticators.values_list("user_id", flat=True))
        authenticators.delete()
        gone = [RightsChanged(person_id=one, by_id=by.pk, taken="second_step") for one in sorted(people)]
        publish(*gone, occurred_at=as_of)
