"""What mentors offer: seats come and go with capacity, and nobody loses a seat that they hold."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lifow.people.persons.models import Person
from mentoring.choices import ANSWERABLE, ClosingCause, PairingState
from mentoring.mentors.models import MOST_SEATS, ExcludedPair, Mentor
from mentoring.pairings.models import Pairing
from mentoring.pairings.services.closing import close_all
from mentoring.pairings.services.reservations import lock_mentors, release_surplus


class OfferError(ValueError):
    """An offer that cannot be made; the message says what can."""


def offer_mentoring(*, person: Person, capacity: int, as_of: datetime, about: str = "") -> Mentor:
    """Make a person a willing mentor with so many seats.

    More capacity opens seats, less closes them, the highest number first; a seat that a pairing holds is
    closed too and stays with the pairing until it is over, and counts against the capacity until then. A
    proposal for which no seat is left has none reserved any more. Raises OfferError out of 0 to 10.
    """
    if not 0 <= capacity <= MOST_SEATS:
        raise OfferError(_("Offer from 0 to %(most)s seats.") % {"most": MOST_SEATS})
    with transaction.atomic():
        Mentor.objects.get_or_create(person=person)
        mentor = lock_mentors(Mentor.objects.filter(person=person))[0]
        mentor.is_willing, mentor.about = True, about
        mentor.save(update_fields=["is_willing", "about", "updated_at"])
        mentor.seats.filter(number__lte=capacity).update(closed_at=None)
        mentor.seats.filter(number__gt=capacity, closed_at__isnull=True).update(closed_at=as_of)
        existing = set(mentor.seats.values_list("number", flat=True))
        for number in range(1, capacity + 1):
            if number not in existing:
                mentor.seats.create(number=number)
        release_surplus(mentor, as_of=as_of)
    return mentor


def stop_mentoring(*, mentor: Mentor, as_of: datetime) -> None:
    """Take no new learners: proposals and unanswered requests expire, pairings that run go on."""
    with transaction.atomic():
        lock_mentors(Mentor.objects.filter(pk=mentor.pk))
        Mentor.objects.filter(pk=mentor.pk).update(is_willing=False)
        mentor.seats.filter(closed_at__isnull=True).update(closed_at=as_of)
        unanswered = Pairing.objects.for_mentor(mentor.person_id).filter(state__in=ANSWERABLE)
        rows = unanswered.select_related("mentee", "mentor").select_for_update(of=("self",)).order_by("pk")
        close_all(rows, PairingState.EXPIRED, as_of)


def save_mentor(*, mentor: Mentor, as_of: datetime) -> Mentor:
    """Write what HR says of a mentor, new or not; who is willing no longer takes no new learners."""
    with transaction.atomic():
        was_willing = Mentor.objects.willing().filter(pk=mentor.pk).exists()
        mentor.save()
        if was_willing and not mentor.is_willing:
            stop_mentoring(mentor=mentor, as_of=as_of)
    return mentor


def delete_mentors(*, mentors: QuerySet[Mentor], as_of: datetime) -> None:
    """Delete mentors with seats that nobody has ever held, once their proposals and requests have expired."""
    with transaction.atomic():
        for mentor in mentors.order_by("pk"):
            stop_mentoring(mentor=mentor, as_of=as_of)
        mentors.delete()


def exclude_pair(*, pair: ExcludedPair, as_of: datetime) -> ExcludedPair:
    """Write that two may not be paired: their proposals and requests expire, a current pairing goes on."""
    with transaction.atomic():
        pair.save()
        theirs = Pairing.objects.for_mentee(pair.mentee_id).for_mentor(pair.mentor_id)
        unanswered = theirs.filter(state__in=ANSWERABLE).select_related("mentee", "mentor")
        locked = unanswered.select_for_update(of=("self",)).order_by("pk")
        close_all(locked, PairingState.EXPIRED, as_of, ClosingCause.RULES)
    return pair
