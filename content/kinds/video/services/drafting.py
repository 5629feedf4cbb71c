"""Captions that a machine drafts: asked for by an author, one video at a time, in pieces that are kept."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from content.kinds.video.cues import Cue, as_webvtt, read_captions
from content.kinds.video.models import CaptionsDraft
from content.kinds.video.transcribing import NoSoundError
from lifow.base.database.locks import take_lock
from lifow.base.uploads.files import path_of
from lifow.base.uploads.models import StoredFile
from lifow.people.persons.models import Person

DRAFTING = 0x63617074696F6E73  # the name of the lock of workers that look for captions to draft
TAKEN_FOR = timedelta(minutes=15)
"""A worker that has not said so for longer is not alive."""
MOST_ATTEMPTS = 3
WORKS_FOR = timedelta(minutes=1)
"""After so long a worker leaves the rest to the next sweep: other work waits, and tasks have a time limit."""
LONGEST_SECONDS = 2 * 60 * 60


class Hearing(Protocol):
    """Whatever tells what is said in a file."""

    def stretches(self, begin: float) -> Iterator[tuple[float, Sequence[Cue]]]:
        """From a second on, a stretch at a time: up to where it was heard, and the cues of it."""


def ask_for_captions(*, file: StoredFile, by: Person, as_of: datetime) -> CaptionsDraft:
    """Have a machine draft captions of a video. Twice is once; what has failed is begun again."""
    told = {"asked_by": by, "asked_at": as_of}
    with transaction.atomic():
        made, is_new = CaptionsDraft.objects.get_or_create(file=file, defaults=told)
        draft = CaptionsDraft.objects.select_for_update(of=("self",)).get(pk=made.pk)
        if not is_new and draft.state == CaptionsDraft.State.FAILED:
            draft.state, draft.problem, draft.attempts = CaptionsDraft.State.WAITING, "", 0
            draft.asked_by, draft.asked_at, draft.finished_at = by, as_of, None
            draft.save()
    return draft


def draft_captions(*, hear: Callable[[Path], Hearing], now: Callable[[], datetime]) -> int:
    """Draft captions of the video that has waited longest, or some minutes of them; how many stretches.

    One worker does at a time. After each stretch what is drafted is kept, so that one that is killed, or has
    worked for WORKS_FOR, is followed by another that goes on from there.
    """
    draft = _take(now())
    if draft is None:
        return 0
    if draft.file.seconds > LONGEST_SECONDS:
        _end(draft, now(), _("It is longer than 2 hours."))
        return 0
    begun, stretches = now(), 0
    try:
        hearing = hear(path_of(draft.file.digest))
        for heard, cues in hearing.stretches(draft.heard):
            stretches += 1
            if not _keep(draft, heard, cues, now()):
                return stretches
            if now() - begun > WORKS_FOR and heard < draft.file.seconds:
                _leave(draft)
                return stretches
    except (NoSoundError, FileNotFoundError):
        _end(draft, now(), _("There is no sound in it that can be read."))
        return stretches
    _end(draft, now(), "" if draft.text else _("No words were heard in it."))
    return stretches


def _take(at: datetime) -> CaptionsDraft | None:
    """The draft that this worker goes on with; None where there is none, or another worker is at one."""
    with transaction.atomic():
        take_lock(DRAFTING)
        if CaptionsDraft.objects.taken(at).exists():
            return None
        waiting = CaptionsDraft.objects.open().select_for_update(of=("self",)).select_related("file")
        for draft in waiting.order_by("asked_at", "pk"):
            if draft.attempts >= MOST_ATTEMPTS:
                _end(draft, at, _("The worker was stopped three times while it was at it."), is_taken=False)
                continue
            draft.state, draft.token = CaptionsDraft.State.RUNNING, secrets.token_hex(16)
            draft.attempts, draft.taken_until = draft.attempts + 1, at + TAKEN_FOR
            draft.save(update_fields=["state", "token", "attempts", "taken_until"])
            return draft
    return None


def _keep(draft: CaptionsDraft, heard: float, cues: Sequence[Cue], at: datetime) -> bool:
    """Keep a stretch; whether the draft is still this worker's."""
    before = read_captions(draft.text).cues if draft.text else []
    text = as_webvtt([*before, *cues]) if before or cues else ""
    taken = CaptionsDraft.objects.filter(pk=draft.pk, token=draft.token)
    changed = taken.update(text=text, heard=heard, attempts=0, taken_until=at + TAKEN_FOR)
    draft.text, draft.heard = text, heard
    return bool(changed)


def _leave(draft: CaptionsDraft) -> None:
    """Leave a draft to the next worker."""
    CaptionsDraft.objects.filter(pk=draft.pk, token=draft.token).update(
        state=CaptionsDraft.State.WAITING, token="", taken_until=None
    )


def _end(draft: CaptionsDraft, at: datetime, problem: str, *, is_taken: bool = True) -> None:
    """Note that a draft is complete, or why there is none."""
    state = CaptionsDraft.State.FAILED if problem else CaptionsDraft.State.DONE
    own = Q(token=draft.token) if is_taken else Q()
    CaptionsDraft.objects.filter(own, pk=draft.pk).update(
        state=state, problem=problem, finished_at=at, token="", taken_until=None
    )
