"""Messages and preferences of a record that is merged into another one."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from lifow.notifications.models import Dispatch, KindPreference, Message, PausedAddress, Preferences
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows, put_back, standing_merge, undone_merge

MOVED: tuple[type[models.Model], ...] = (Message, Dispatch, Preferences, KindPreference, PausedAddress)


def move_messages(*, merge_id: int, as_of: datetime) -> None:
    """Have what a merged record was told, and is still open, be in the kept person's inbox. Twice is once.

    What both were told alike stays once. Preferences are the kept person's, where they have chosen any.
    """
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return
        own = Message.objects.open().for_receiver(merge.kept_id)
        alike = own.filter(kind=OuterRef("kind"), idempotency_key=OuterRef("idempotency_key"))
        open_ones = Message.objects.open().for_receiver(merge.merged_id).filter(~Exists(alike))
        moving = list(open_ones.values_list("pk", flat=True))
        rows = Message.objects.filter(pk__in=moving)
        change_rows(merge=merge, rows=rows, at=as_of, receiver_id=merge.kept_id)
        waiting = Dispatch.objects.open().filter(message__in=moving)
        change_rows(merge=merge, rows=waiting, at=as_of, receiver_id=merge.kept_id)
        _move_choices(merge, as_of)


def put_messages_back(*, merge_id: int, as_of: datetime) -> int:
    """Give each of the two the messages and preferences of before; how many rows could not be."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        return 0 if merge is None else put_back(merge=merge, of=MOVED, at=as_of)


def _move_choices(merge: PersonMerge, as_of: datetime) -> None:
    if not _has_chosen(merge.kept_id):
        for model in (Preferences, KindPreference):
            rows = model._default_manager.filter(person=merge.merged_id)
            change_rows(merge=merge, rows=rows, at=as_of, person_id=merge.kept_id)
    if merge.kept.email and not PausedAddress.objects.filter(person=merge.kept_id).exists():
        paused = PausedAddress.objects.filter(person=merge.merged_id, address=merge.kept.email.lower())
        change_rows(merge=merge, rows=paused, at=as_of, person_id=merge.kept_id)


def _has_chosen(person_id: int) -> bool:
    kinds = KindPreference.objects.filter(person=person_id)
    return kinds.exists() or Preferences.objects.filter(person=person_id).exists()
