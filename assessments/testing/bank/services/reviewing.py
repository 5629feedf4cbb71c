"""Review by a second person: asked for, taken back, sent back with a note, and publishing."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.models import Item, ItemVersion
from assessments.testing.bank.notifications import settle_reviews, tell_of_outcome, tell_reviewers
from assessments.testing.bank.reports import has_written, version_problems
from assessments.testing.bank.services.contents import (
    ItemChangedError,
    ItemError,
    check_contents,
    check_skill,
    contents_of,
    locked,
)
from lifow.base.bounds import LONGEST_TEXT, is_text_in_bounds
from lifow.people.persons.models import Person

WAITING = ["state", "submitted_at", "reviewer", "reviewed_at", "reviewed_by", "updated_at"]
REVIEWED = ["state", "reviewed_at", "reviewed_by", "review_note", "updated_at"]


def submit_version(
    *, version: ItemVersion, as_of: datetime, by: Person | None = None, reviewer: Person | None = None
) -> ItemVersion:
    """Send a draft for review by `reviewer`, or by anybody who may review it, and tell them. Twice is once.

    Raises ItemError with all problems of an unfinished one, and for a reviewer who wrote it, or who may not.
    """
    with transaction.atomic():
        stored = locked(version)
        if stored.state == VersionState.IN_REVIEW:
            return stored
        _check_draft(stored)
        check_skill(stored.item.skill)
        check_contents(contents_of(stored), stored.item.skill)
        if problems := version_problems(stored):
            raise ItemError("body", _("This question is unfinished. See what is missing."), problems)
        if reviewer is not None:
            _check_reviewer(stored, reviewer, "reviewer")
        stored.state, stored.submitted_at, stored.reviewer = VersionState.IN_REVIEW, as_of, reviewer
        stored.reviewed_at = stored.reviewed_by = None
        stored.save(update_fields=WAITING)
        _touch(stored)
        tell_reviewers(stored, as_of=as_of)
    return stored


def take_back_version(*, version: ItemVersion, as_of: datetime) -> ItemVersion:
    """Make what waits for review a draft again, so that it can be changed. Twice is once."""
    with transaction.atomic():
        stored = locked(version)
        if stored.state == VersionState.DRAFT:
            return stored
        _check_waits(stored)
        stored.state, stored.submitted_at = VersionState.DRAFT, None
        stored.save(update_fields=["state", "submitted_at", "updated_at"])
        _touch(stored)
        settle_reviews(as_of=as_of)
    return stored


def send_back_version(*, version: ItemVersion, by: Person, note: str, as_of: datetime) -> ItemVersion:
    """Give what waits for review back to its author with a note that says what to change, and tell them.

    Raises ItemError without a note, and where somebody may not review it or it does not wait.
    """
    if not note.strip():
        raise ItemError("note", _("Say what to change, so that the author can."))
    with transaction.atomic():
        stored = locked(version)
        is_done = (stored.state, stored.reviewed_by_id) == (VersionState.DRAFT, by.pk)
        if is_done and stored.review_note == note.strip():
            return stored
        _check_waits(stored)
        _review(stored, VersionState.DRAFT, by, note, as_of)
        stored.save(update_fields=REVIEWED)
        _touch(stored)
        tell_of_outcome(stored, as_of=as_of)
        settle_reviews(as_of=as_of)
    return stored


def publish_version(
    *, version: ItemVersion, by: Person, as_of: datetime, note: str = "", based_on: int | None = None
) -> ItemVersion:
    """Approve what waits for review: from now on it is asked, in place of the version before. Twice is once.

    `based_on` is the `revision` that the reviewer has read. Raises ItemError for who wrote it themselves or
    may not review, for what does not wait, and ItemChangedError where it was changed since.
    """
    with transaction.atomic():
        stored = locked(version)
        if stored.is_published and stored.reviewed_by_id == by.pk:
            return stored
        _check_waits(stored)
        if based_on is not None and stored.revision != based_on:
            message = _("It was changed after you opened it. Read it again before you publish it.")
            raise ItemChangedError(stored, message)
        check_skill(stored.item.skill)
        _review(stored, VersionState.PUBLISHED, by, note, as_of)
        stored.published_at = as_of
        before = stored.item.versions.filter(state=VersionState.PUBLISHED)
        before.update(state=VersionState.REPLACED)
        stored.save(update_fields=[*REVIEWED, "published_at"])
        Item.objects.filter(pk=stored.item_id).update(state=ItemState.PUBLISHED)
        stored.item.state = ItemState.PUBLISHED
        tell_of_outcome(stored, as_of=as_of)
        settle_reviews(as_of=as_of)
    return stored


def _review(version: ItemVersion, state: str, by: Person, note: str, as_of: datetime) -> None:
    _check_reviewer(version, by, "")
    if not is_text_in_bounds(note, LONGEST_TEXT):
        message = _("Use at most %(longest)s characters, and no control characters.")
        raise ItemError("note", message % {"longest": LONGEST_TEXT})
    version.state, version.review_note = state, note.strip()
    version.reviewed_at, version.reviewed_by = as_of, by


def _check_reviewer(version: ItemVersion, person: Person, field: str) -> None:
    if has_written(person, version):
        raise ItemError(field, _("A second person reviews a question: somebody who did not write it."))
    if not (person.is_active and (person.is_author or person.is_hr_admin)):
        message = _("%(person)s may not review questions. Choose a content author.")
        raise ItemError(field, message % {"person": person})


def _check_draft(version: ItemVersion) -> None:
    if version.item.state == ItemState.RETIRED:
        raise ItemError("", _("This question is retired. Put it back into use first."))
    if version.is_published:
        raise ItemError("", _("This version was published already."))


def _check_waits(version: ItemVersion) -> None:
    if version.state == VersionState.IN_REVIEW and version.item.state != ItemState.RETIRED:
        return
    if version.is_published:
        raise ItemError("", _("Somebody else has published it already."))
    raise ItemError("", _("It does not wait for review any more: its author or another reviewer has it."))


def _touch(version: ItemVersion) -> None:
    """Have the question be among those that have changed, for systems that ask for these."""
    Item.objects.filter(pk=version.item_id).update()
