"""Whether somebody under a new id is somebody known: HR says so once, and it is remembered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lifow.people.persons.models import ExternalId, Person
from lifow.people.persons.services import follow_records, keep_records
from lifow.people.roster.choices import MatchState
from lifow.people.roster.models import FormerExternalId, PersonMatch


class MatchError(ValueError):
    """An answer that cannot be kept; the message says why and what can be done."""


def answer_match(
    *, match: PersonMatch, is_same: bool, decided_by: Person | None, decided_at: datetime
) -> PersonMatch:
    """Keep whether a new id is a known person's; the next import goes by it.

    The same: the person has the new id from now on, and what the source says of the former one is said of
    them too. Other questions about that id are answered with it. Answered the same way again, nothing
    happens. Raises MatchError where it was answered the other way, or where the id is somebody else's.
    """
    state = MatchState.SAME if is_same else MatchState.DIFFERENT
    with transaction.atomic():
        keep_records()
        row = PersonMatch.objects.select_for_update(of=("self",)).select_related("person").get(pk=match.pk)
        if row.state == state:
            return row
        if row.state != MatchState.OPEN:
            raise MatchError(_("This was answered the other way. Take that answer back first."))
        if is_same:
            _give_new_id(row)
            others = PersonMatch.objects.filter(source=row.source, external_id=row.external_id)
            others.filter(state=MatchState.OPEN).exclude(pk=row.pk).update(
                state=MatchState.DIFFERENT, decided_by=decided_by, decided_at=decided_at
            )
        row.state, row.decided_by, row.decided_at = state, decided_by, decided_at
        row.save(update_fields=["state", "decided_by", "decided_at"])
        if is_same:
            follow_records(person_ids=[row.person_id], changed_at=decided_at)
    return row


def take_back_match(*, match: PersonMatch, taken_back_at: datetime) -> PersonMatch:
    """Open a question again: the person has the former id, and the next import asks as it did before.

    What imports wrote meanwhile stays. Taken back twice is taken back once. Raises MatchError where the
    source has given the person yet another id since.
    """
    with transaction.atomic():
        keep_records()
        row = PersonMatch.objects.select_for_update(of=("self",)).select_related("person").get(pk=match.pk)
        if row.state == MatchState.OPEN:
            return row
        if row.state == MatchState.SAME:
            _give_former_id(row)
            follow_records(person_ids=[row.person_id], changed_at=taken_back_at)
        row.state, row.decided_by, row.decided_at = MatchState.OPEN, None, None
        row.save(update_fields=["state", "decided_by", "decided_at"])
    return row


def _give_new_id(row: PersonMatch) -> None:
    taken = ExternalId.objects.filter(source=row.source, value=row.external_id, person__isnull=False)
    holder = taken.exclude(person=row.person_id).select_related("person").first()
    if holder is not None:
        raise MatchError(
            _("%(id)s is %(person)s by now. Merge the two people instead.")
            % {"id": row.external_id, "person": holder.person}
        )
    kept = ExternalId.objects.select_for_update().filter(source=row.source, person=row.person_id).first()
    if kept is None:
        ExternalId.objects.create(source=row.source, value=row.external_id, person=row.person)
    elif kept.value != row.external_id:
        FormerExternalId.objects.filter(source=row.source, value=row.external_id).delete()
        FormerExternalId.objects.update_or_create(
            source=row.source, value=kept.value, defaults={"person": row.person}
        )
        kept.value = row.external_id
        kept.save(update_fields=["value"])


def _give_former_id(row: PersonMatch) -> None:
    kept = ExternalId.objects.select_for_update().filter(source=row.source, person=row.person_id).first()
    former = FormerExternalId.objects.filter(source=row.source, person=row.person_id).order_by("-pk").first()
    if kept is None or kept.value != row.external_id or former is None:
        raise MatchError(_("The person has another id by now. Correct their external ids in the admin."))
    kept.value = former.value
    former.delete()
    kept.save(update_fields=["value"])
