"""What people see of videos, as it is written; and the file of a video that was sent with a form."""

from collections.abc import Sequence
from datetime import datetime
from math import isfinite
from typing import Any

from django.db import transaction

from content.activity.services import start_module
from content.catalogue.models import Module
from content.kinds.video.models import VideoProgress
from content.kinds.video.parts import file_id_of
from content.kinds.video.seen import merged
from lifow.base.uploads.containers import LONGEST_SECONDS
from lifow.base.uploads.models import StoredFile
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows
from lifow.people.persons.models import Person

HOW_FAR = ("file", "position", "seen", "said_at", "watched_at")


def note_seen(
    *, person: Person, module: Module, position: float, stretches: Sequence[Any], as_of: datetime
) -> VideoProgress | None:
    """Note where a person is in a video, and what they have seen of it. Twice is once; in any order.

    With the first stretch the module is started, so that it can be resumed.
    None where the module has no video, as one whose file is gone.
    """
    file = StoredFile.objects.filter(public_id=file_id_of(module.parts)).first()
    if file is None:
        return None
    at = min(max(position, 0.0), file.seconds) if isfinite(position) else 0.0
    with transaction.atomic():
        row = _locked(person, module, file.public_id, as_of)
        if stretches and not row.seen:
            start_module(person=person, module=module, started_at=as_of)
        row.position, row.watched_at = at, as_of
        row.seen = [list(one) for one in merged([*row.seen, *stretches], file.seconds)]
        row.save(update_fields=["file", "position", "seen", "said_at", "watched_at"])
    return row


def note_said(*, person: Person, module: Module, as_of: datetime) -> VideoProgress:
    """Note that a person says they have watched a video, or read its transcript. The first time stays."""
    with transaction.atomic():
        row = _locked(person, module, file_id_of(module.parts), as_of)
        row.said_at = row.said_at or as_of
        row.save(update_fields=["file", "position", "seen", "said_at"])
    return row


def _locked(person: Person, module: Module, file_id: str, as_of: datetime) -> VideoProgress:
    """The one row of both, for this transaction; what is of another file begins anew."""
    told = {"file": file_id, "watched_at": as_of}
    made, _is_new = VideoProgress.objects.get_or_create(person=person, module=module, defaults=told)
    row = VideoProgress.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if row.file != file_id:
        row.file, row.position, row.seen, row.said_at = file_id, 0.0, [], None
    return row


def move_video_progress(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what a merged record has seen be seen by the kept person, in the transaction around.

    Of a video that both have seen something of, the kept person has seen what either has.
    """
    theirs = VideoProgress.objects.filter(person=merge.merged_id)
    own = {
        one.module_id: one
        for one in VideoProgress.objects.filter(person=merge.kept_id, module__in=theirs.values("module"))
    }
    for other in theirs.filter(module__in=own):
        row = own[other.module_id]
        later = max(row, other, key=lambda one: one.watched_at)
        values = {name: getattr(later, name) for name in HOW_FAR}
        if row.file == other.file:
            values["seen"] = [list(one) for one in merged([*row.seen, *other.seen], LONGEST_SECONDS)]
            values["said_at"] = row.said_at or other.said_at
        change_rows(merge=merge, rows=VideoProgress.objects.filter(pk=row.pk), at=moved_at, **values)
    change_rows(merge=merge, rows=theirs.exclude(module__in=own), at=moved_at, person_id=merge.kept_id)
