"""Offering to mentor: seats come and go with capacity, and nobody loses a seat that they hold."""

from datetime import datetime

from django.db import transaction

from lifow.people.models import Person
from mentoring.models import Mentor


def offer_mentoring(*, person: Person, capacity: int, as_of: datetime, about: str = "") -> Mentor:
    """Make a person a willing mentor with so many seats, 0 or more.

    More capacity opens seats, less closes free ones, the highest number first; a seat that a pairing
    holds is closed too, and stays with the pairing until it is over.
    """
    with transaction.atomic():
        mentor, _ = Mentor.objects.update_or_create(
            person=person, defaults={"is_willing": True, "about": about}
        )
        _lock(mentor)
        mentor.seats.filter(number__lte=capacity).update(closed_at=None)
        mentor.seats.filter(number__gt=capacity, closed_at__isnull=True).update(closed_at=as_of)
        existing = set(mentor.seats.values_list("number", flat=True))
        for number in range(1, capacity + 1):
            if number not in existing:
                mentor.seats.create(number=number)
    return mentor


def stop_mentoring(*, mentor: Mentor, as_of: datetime) -> None:
    """Take no new learners; pairings that run go on."""
    with transaction.atomic():
        _lock(mentor)
        Mentor.objects.filter(pk=mentor.pk).update(is_willing=False)
        mentor.seats.filter(closed_at__isnull=True).update(closed_at=as_of)


def _lock(mentor: Mentor) -> None:
    Mentor.objects.select_for_update().get(pk=mentor.pk)
