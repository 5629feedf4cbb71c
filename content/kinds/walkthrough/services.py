"""Going through the steps of a walkthrough, and keeping its pictures."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from content.activity.services import start_module
from content.catalogue.models import Module
from content.kinds.walkthrough.models import WalkthroughPicture, WalkthroughProgress
from content.kinds.walkthrough.parts import steps_of
from content.kinds.walkthrough.reports import used_pictures
from lifow.base.media.models import Picture
from lifow.base.media.services import hold_pictures, keep_picture
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows
from lifow.people.persons.models import Person

UNUSED_FOR = timedelta(days=60)
"""What an author has typed and not saved may name a picture for so long."""


def pass_step(*, person: Person, module: Module, key: str, as_of: datetime) -> WalkthroughProgress:
    """Note that somebody has gone through a step. Twice is once; a step that is not there changes nothing.

    Raises ModuleNotOpenError where the module is not published.
    """
    with transaction.atomic():
        start_module(person=person, module=module, started_at=as_of)
        row = _locked(person, module)
        known = [one.key for one in steps_of(module.parts)]
        if key in known and key not in row.passed:
            row.passed = [one for one in known if one in row.passed or one == key]
            row.passed_at = as_of
            row.save(update_fields=["passed", "passed_at"])
    return row


def note_followed(*, person: Person, module: Module, as_of: datetime) -> WalkthroughProgress:
    """Note that somebody says they have followed the steps on the page. The first time stays. Raises as
    `pass_step` does."""
    with transaction.atomic():
        start_module(person=person, module=module, started_at=as_of)
        row = _locked(person, module)
        if row.said_at is None:
            row.said_at = as_of
            row.save(update_fields=["said_at"])
    return row


def keep_step_picture(*, data: bytes, as_of: datetime) -> Picture:
    """Keep a picture that an author puts into a step. Raises PictureError for what is none."""
    with transaction.atomic():
        picture = keep_picture(data=data, as_of=as_of)
        WalkthroughPicture.objects.update_or_create(picture=picture, defaults={"kept_at": as_of})
    return picture


def hold_step_pictures(*, public_ids: Collection[str], as_of: datetime) -> None:
    """Keep pictures of this site for steps that are about to show them. Twice is once."""
    with transaction.atomic():
        for public_id in hold_pictures(public_ids=list(public_ids)):
            WalkthroughPicture.objects.update_or_create(picture=public_id, defaults={"kept_at": as_of})


def let_go_of_pictures(*, as_of: datetime) -> int:
    """Let go of pictures that no walkthrough has named for two months; how many. Those that nothing else uses
    are deleted by the sweep of pictures."""
    used = used_pictures()
    old = WalkthroughPicture.objects.filter(kept_at__lt=as_of - UNUSED_FOR)
    gone = [pk for pk, name in old.values_list("pk", "picture__public_id") if name not in used]
    deleted, _models = WalkthroughPicture.objects.filter(pk__in=gone).delete()
    return deleted


def move_walkthrough_progress(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what a merged record has gone through be the kept person's, in the transaction around."""
    theirs = WalkthroughProgress.objects.filter(person=merge.merged_id)
    own = {
        one.module_id: one
        for one in WalkthroughProgress.objects.filter(
            person=merge.kept_id, module__in=theirs.values("module")
        )
    }
    for other in theirs.filter(module__in=own):
        row = own[other.module_id]
        moments = [one for one in (row.passed_at, other.passed_at) if one is not None]
        values = {
            "passed": list(dict.fromkeys([*row.passed, *other.passed])),
            "said_at": row.said_at or other.said_at,
            "passed_at": max(moments, default=None),
        }
        change_rows(merge=merge, rows=WalkthroughProgress.objects.filter(pk=row.pk), at=moved_at, **values)
    change_rows(merge=merge, rows=theirs.exclude(module__in=own), at=moved_at, person_id=merge.kept_id)


def _locked(person: Person, module: Module) -> WalkthroughProgress:
    """The one row of both, for this transaction."""
    made, _is_new = WalkthroughProgress.objects.get_or_create(person=person, module=module)
    return WalkthroughProgress.objects.select_for_update(of=("self",)).get(pk=made.pk)
