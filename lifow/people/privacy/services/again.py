"""Erasing again after a backup of before was restored."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lifow.base.database.locks import tried_again_after_deadlock
from lifow.base.search import overwrite_what_is_deleted
from lifow.people.persons.models import Person
from lifow.people.persons.services import keep_records_still
from lifow.people.privacy.choices import ErasureState
from lifow.people.privacy.models import Erasure
from lifow.people.privacy.services.erasing import carry_out
from lifow.people.privacy.services.lists import ListedErasure
from lifow.people.privacy.services.steps import ErasureError
from lifow.people.privacy.subject import Subject, subject_of
from lifow.people.roster.services import cancel_open_rosters, keep_out_digests


@tried_again_after_deadlock
def erase_again(*, listed: ListedErasure, erased_at: datetime) -> int | None:
    """Carry out an erasure that the database has lost; of how many records, None where it knows of it.

    All of it in one transaction, in the names of those who decided it. What stands against an erasure was
    settled then: pairings under way go, and rosters that wait are cancelled. Files do not bring the person in
    again, be they in the backup or not. Raises ErasureError where a record of theirs is merged with somebody
    else's, and erases nothing.
    """
    overwrite_what_is_deleted()
    with transaction.atomic():
        keep_records_still()
        row = Erasure.objects.filter(public_id=listed.id).first()
        if row is not None and row.state == ErasureState.DONE:
            return None
        subjects = subjects_of(listed)
        if subjects:
            cancel_open_rosters(cancelled_at=erased_at)
        row = _record(row, listed, erased_at)
        carry_out(row, subjects, erased_at, keeps_out=bool(listed.ids))
        row.people, row.finished_at = list(listed.people), listed.moment
        row.save(update_fields=["people", "finished_at"])
        keep_out_digests(erasure_id=row.pk, digests=listed.ids, erased_on=listed.moment.date())
    return sum(len(one.ids) for one in subjects)


def subjects_of(listed: ListedErasure) -> list[Subject]:
    """Whoever is there of the erased. Raises ErasureError where somebody else is merged with them."""
    found = Person.objects.filter(public_id__in=listed.people).select_related("merged_into").order_by("pk")
    subjects = {one.person.pk: one for one in map(subject_of, found)}
    for one in subjects.values():
        others = set(one.public_ids) - set(listed.people)
        if others:
            said = _("%(ids)s is merged with %(others)s, who was not erased. Undo that merge first.")
            ids = {
                "ids": ", ".join(sorted(set(one.public_ids) - others)),
                "others": ", ".join(sorted(others)),
            }
            raise ErasureError([said % ids])
    return list(subjects.values())


def _record(row: Erasure | None, listed: ListedErasure, at: datetime) -> Erasure:
    """The record of the erasure, as it was once confirmed; what else was asked about the person is over."""
    asked = Erasure.objects.open().filter(person__public_id__in=listed.people)
    asked.exclude(public_id=listed.id).update(state=ErasureState.WITHDRAWN, finished_at=at)
    row = row or Erasure(public_id=listed.id, asked_at=listed.moment)
    row.asked_by = Person.objects.filter(public_id=listed.asked_by).first()
    row.confirmed_by = Person.objects.filter(public_id=listed.confirmed_by).first()
    row.state, row.confirmed_at = ErasureState.CONFIRMED, row.confirmed_at or listed.moment
    row.person = None
    row.save()
    return row
