"""Offering to mentor: seats come and go with capacity, and nobody loses a seat that they hold."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lifow.people.persons.models import Person
from mentoring.mentors.models import Mentor

MOST_SEATS = 10


class OfferError(ValueError):
    """An offer that cannot be made; the message says what can."""


def offer_mentoring(*, person: Person, capacity: int, as_of: datetime, about: str = "") -> Mentor:
    """Make a person a willing mentor with so many seats.

    More capacity opens seats, less closes them, the highest number first; a seat that a pairing holds is
    closed too and stays with the pairing until it is over, and counts against the capacity until then.
    Raises OfferError out of 0 to 10.
    """
    if not 0 <= capacity <= MOST_SEATS:
        raise OfferError(_("Offer from 0 to %(most)s seats.") % {"most": MOST_SEATS})
    with transaction.atomic():
        Mentor.objects.get_or_create(person=person)
        mentor = Mentor.objects.select_for_update(no_key=True).get(person=person)
        mentor.is_willing, mentor.about = True, about
        mentor.save(update_fields=["is_willing", "about", "updated_at"])
        mentor.seats.filter(number__lte=capacity).update(closed_at=None)
        mentor.seats.filter(number__gt=capacity, closed_at__isnull=True).update(closed_at=as_of)
        existing = set(mentor.seats.values_list("number", flat=True))
        for number in range(1, capacity + 1):
            if number not in existing:
                mentor.seats.create(number=number)
    return mentor
