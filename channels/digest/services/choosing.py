"""Whether somebody wants the digest by mail, and on which day of the week."""

from datetime import datetime

from django.db import transaction

from channels.digest.choices import WEEK_DIGEST
from channels.digest.models import DigestPreference
from channels.digest.notifications import EMAIL
from lifow.notifications.services import look_again, switch_kinds
from lifow.people.persons.models import Person


def choose_digest(*, person: Person, is_on: bool, weekday: int | None, as_of: datetime) -> None:
    """Keep whether somebody wants it, and its day: None is where their work begins. Twice is once."""
    with transaction.atomic():
        switch_kinds(person=person, kinds=[WEEK_DIGEST], way=EMAIL, is_on=is_on)
        if weekday is None:
            DigestPreference.objects.filter(person=person).delete()
        else:
            DigestPreference.objects.update_or_create(person=person, defaults={"weekday": weekday})
        look_again(person=person, as_of=as_of)
