"""Ids of other systems and possible matches of a record that is merged."""

from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services.changes import add_row, change_rows, remove_rows
from lifow.people.persons.models import ExternalId
from lifow.people.roster.models import FormerExternalId, PersonMatch


def move_ids(merge: PersonMerge) -> None:
    """Have every id of the merged record mean the kept person, in imports too.

    A source gives a person one id. Where it has given both one, the one that it still names counts, else that
    of the kept person; the other one is a former id, and what the source says of that is said of them too.
    """
    at = merge.merged_at
    own = {one.source: one for one in ExternalId.objects.filter(person=merge.kept_id)}
    for theirs in ExternalId.objects.filter(person=merge.merged_id).order_by("pk"):
        ours = own.get(theirs.source)
        if ours is None:
            change_rows(
                merge=merge, rows=ExternalId.objects.filter(pk=theirs.pk), at=at, person_id=merge.kept_id
            )
        else:
            _settle(merge, ours, theirs)
    former = FormerExternalId.objects.filter(person=merge.merged_id)
    change_rows(merge=merge, rows=former, at=at, person_id=merge.kept_id)
    for match in PersonMatch.objects.filter(person=merge.merged_id).order_by("pk"):
        same = PersonMatch.objects.filter(source=match.source, external_id=match.external_id)
        if not same.filter(person=merge.kept_id).exists():
            rows = PersonMatch.objects.filter(pk=match.pk)
            change_rows(merge=merge, rows=rows, at=at, person_id=merge.kept_id)


def _settle(merge: PersonMerge, ours: ExternalId, theirs: ExternalId) -> None:
    """Of two ids of one source, keep one as the present id and the other as a former one."""
    former = theirs.value
    remove_rows(merge=merge, rows=ExternalId.objects.filter(pk=theirs.pk))
    if ours.absent_since is not None and theirs.absent_since is None:
        former = ours.value
        rows = ExternalId.objects.filter(pk=ours.pk)
        change_rows(merge=merge, rows=rows, at=merge.merged_at, value=theirs.value, absent_since=None)
    known = FormerExternalId.objects.filter(source=ours.source, value=former)
    if (
        not change_rows(merge=merge, rows=known, at=merge.merged_at, person_id=merge.kept_id)
        and not known.exists()
    ):
        add_row(merge=merge, row=FormerExternalId(source=ours.source, value=former, person_id=merge.kept_id))
