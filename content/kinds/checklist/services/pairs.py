"""Who mentors whom, as mentoring tells."""

from datetime import datetime

from django.db import transaction

from content.kinds.checklist.choices import BY_MENTOR
from content.kinds.checklist.models import ChecklistCopy, StandingPair
from content.kinds.checklist.notifications import tell_to_sign_off
from lifow.people.persons.models import Person


def note_pairing(
    *, pairing_id: int, mentor_id: int, learner_id: int, ended_at: datetime | None, as_of: datetime
) -> None:
    """Keep that a pairing stands, or that it has ended: what has ended stays so, whatever is told later.

    A new mentor hears of the checklists that wait for one. People who are erased by now are nobody's mentor.
    """
    people = {one.pk: one for one in Person.objects.filter(pk__in=[mentor_id, learner_id])}
    if len(people) < 2:
        return
    mentor, learner = (people[pk].merged_into_id or pk for pk in (mentor_id, learner_id))
    with transaction.atomic():
        told = {"mentor_id": mentor, "learner_id": learner, "ended_at": ended_at}
        pair, is_new = StandingPair.objects.get_or_create(pairing_id=pairing_id, defaults=told)
        if ended_at is not None and pair.ended_at is None:
            StandingPair.objects.filter(pk=pair.pk).update(ended_at=ended_at)
        if is_new and ended_at is None:
            waiting = ChecklistCopy.objects.asked().filter(person=learner, asked_of__in=BY_MENTOR)
            for copy in waiting.select_related("person").order_by("pk"):
                tell_to_sign_off(copy, [Person.objects.get(pk=mentor)], as_of=as_of)
