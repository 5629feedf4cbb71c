"""The account and the address of a record that is merged."""

from allauth.idp.oidc.models import Token

from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services.changes import change_rows
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.services import forget_addresses


def move_account(merge: PersonMerge) -> None:
    """Close the merged record's account, and have the person sign in with one address.

    It is the kept person's own, or that of the merged record where it is that one's employment that goes on.
    Rights are not passed on. Sessions end with the account; tokens are deleted. Called once the employments
    are moved.
    """
    kept, merged, at = merge.kept, merge.merged, merge.merged_at
    takes_address = merged.email is not None and (kept.email is None or _worked_as(merge, merged))
    row = Person.objects.filter(pk=merged.pk)
    change_rows(merge=merge, rows=row, at=at, email=None)
    if takes_address:
        change_rows(merge=merge, rows=Person.objects.filter(pk=kept.pk), at=at, email=merged.email)
        forget_addresses(person_ids=[kept.pk])
    if merged.is_active and not kept.is_active and _works(kept):
        change_rows(merge=merge, rows=Person.objects.filter(pk=kept.pk), at=at, is_active=True)
    change_rows(merge=merge, rows=row, at=at, merged_into_id=kept.pk, is_active=False)
    change_rows(merge=merge, rows=Person.objects.filter(merged_into=merged), at=at, merged_into_id=kept.pk)
    forget_addresses(person_ids=[merged.pk])
    Token.objects.filter(user=merged).delete()


def _works(person: Person) -> bool:
    return Employment.objects.current().working().filter(person=person).exists()


def _worked_as(merge: PersonMerge, record: Person) -> bool:
    """Whether the employment that goes on came from this record, and not from the kept person."""
    current = Employment.objects.current().working().filter(person=merge.kept)
    moved = merge.changes.of(Employment).filter(row__in=current.values("pk"), before__person_id=record.pk)
    return moved.exists()
