"""How what a module is to say goes from its author to learners: the one state machine.

    draft → in review → published → outdated → archived
              ↓ sent back, taken back              ↓
            draft                        published again

It is the same for a module that was never published and for the draft of a published one: learners keep
what they have while its draft is in review. A module has a status (`ModuleStatus`, what learners have of it);
that its text is in review is a `ModuleReview` that nobody has decided. What was approved may be published as
long as nobody changes it.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from content.authoring.choices import ReviewState
from content.authoring.models import ModuleReview, ScheduledPublication
from content.authoring.notifications import settle_reviews, tell_of_outcome, tell_reviewers
from content.authoring.reports import (
    has_written,
    is_approved,
    may_review,
    missing_before_publishing,
    open_review,
    review_is_needed,
)
from content.authoring.services.links import note_links
from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.catalogue.services import (
    ModuleChangedError,
    ModuleContents,
    ModuleError,
    discard_draft,
    draft_of,
    edited_contents,
    edition_of,
    lock_catalogue,
    publish_module,
    save_draft,
    update_module,
)
from lifow.base.bounds import LONGEST_TEXT, is_text_in_bounds
from lifow.people.persons.models import Person


def submit_module(
    *, module: Module, by: Person, as_of: datetime, reviewer: Person | None = None
) -> ModuleReview:
    """Send what a module is to say for review by `reviewer`, or by any other author, and tell them. Twice is
    once.

    Raises ModuleError where there is nothing to review, for one that cannot be published yet, and for a
    reviewer who wrote it, or who may not.
    """
    with transaction.atomic():
        lock_catalogue()
        module.refresh_from_db()
        waiting = open_review(module)
        if waiting is not None:
            return waiting
        if module.status != Module.Status.DRAFT and draft_of(module) is None:
            raise ModuleError("", _("There are no changes to review."))
        check_complete(edited_contents(module))
        if reviewer is not None and (reviewer.pk == by.pk or not may_review(reviewer, module)):
            message = _("%(person)s cannot review this module. Choose another author.")
            raise ModuleError("reviewer", message % {"person": reviewer})
        review = ModuleReview.objects.create(
            module=module,
            edition=edition_of(edited_contents(module)),
            submitted_by=by,
            submitted_at=as_of,
            reviewer=reviewer,
        )
        tell_reviewers(review, as_of=as_of)
    return review


def check_complete(contents: ModuleContents) -> None:
    """Raise ModuleError where something has to be corrected before learners may have what a module is to
    say."""
    missing = next((one for one in missing_before_publishing(contents) if one.blocks), None)
    if missing is not None:
        message = _("It cannot be published yet. %(problem)s")
        raise ModuleError(missing.field, message % {"problem": missing.message})


def take_back_module(*, module: Module, by: Person, as_of: datetime) -> None:
    """Make what waits for review a draft again, so that it can be changed. Twice is once."""
    with transaction.atomic():
        lock_catalogue()
        review = open_review(module)
        if review is not None:
            _decide(review, ReviewState.TAKEN_BACK, by, "", as_of)
            settle_reviews(as_of=as_of)


def send_back_module(*, module: Module, by: Person, note: str, as_of: datetime) -> None:
    """Give what waits for review back to its author with a note that says what to change, and tell them.

    Raises ModuleError without a note, and where somebody may not review it or it does not wait. Twice is
    once.
    """
    if not note.strip():
        raise ModuleError("note", _("Say what to change, so that the author can."))
    with transaction.atomic():
        lock_catalogue()
        module.refresh_from_db()
        if _is_decided(module, ReviewState.SENT_BACK, by):
            return
        review = _reviewable(module, by)
        _decide(review, ReviewState.SENT_BACK, by, note, as_of)
        tell_of_outcome(review, as_of=as_of)
        settle_reviews(as_of=as_of)


def approve_module(
    *, module: Module, by: Person, as_of: datetime, note: str = "", based_on: str = "", publish: bool = True
) -> Module:
    """Approve what waits for review, and publish it unless that is to happen later. Twice is once.

    `based_on` is the `edition_of` what the reviewer has read. Raises ModuleError for who wrote it or may not
    review, for what does not wait, and ModuleChangedError where it was changed since.
    """
    with transaction.atomic():
        lock_catalogue()
        module.refresh_from_db()
        if _is_decided(module, ReviewState.APPROVED, by):
            return module
        review = _reviewable(module, by)
        now = edition_of(edited_contents(module))
        if now != review.edition or (based_on and based_on != now):
            raise ModuleChangedError(module, _("It was changed after you opened it. Read it again first."))
        _decide(review, ReviewState.APPROVED, by, note, as_of)
        tell_of_outcome(review, as_of=as_of)
        settle_reviews(as_of=as_of)
        ScheduledPublication.objects.filter(module=module).delete()
        return publish_module(module=module, by=by) if publish else module


def publish_checked(*, module: Module, by: Person, based_on: str = "") -> Module:
    """Publish what a module is to say, where that needs no review or was approved.

    Raises ModuleError where a review is needed or waits, and as `publish_module` does.
    """
    with transaction.atomic():
        lock_catalogue()
        module.refresh_from_db()
        check_not_in_review(module)
        if review_is_needed(module) and not is_approved(module):
            message = _("A second author reads a module before it is published. Send it for review.")
            raise ModuleError("", message)
        check_complete(edited_contents(module))
        published = publish_module(module=module, by=by, based_on=based_on)
        ScheduledPublication.objects.filter(module=module).delete()
        return published


def save_changes(
    *, module: Module, contents: ModuleContents, by: Person, based_on: str = "", publish: bool = False
) -> Module:
    """Write what a module is to say, or, where the company does without reviews, what it says.

    Raises ModuleError while it is in review, and as `update_module` and `save_draft` do.
    """
    with transaction.atomic():
        lock_catalogue()
        check_not_in_review(module)
        if publish and not settings.MODULE_REVIEWS_NEEDED:
            check_complete(contents)
        write = update_module if publish and not settings.MODULE_REVIEWS_NEEDED else save_draft
        saved = write(module=module, contents=contents, by=by, based_on=based_on)
        note_links(body=contents.body, also=kind_of(contents.kind).links(contents.parts))
        if not settings.MODULE_REVIEWS_NEEDED:
            _follow_changes(saved)
        return saved


def discard_changes(*, module: Module, by: Person, as_of: datetime, based_on: str = "") -> None:
    """Leave a module as it is published; what was in review waits no more. Twice is once.

    Raises ModuleChangedError where somebody has saved another draft since.
    """
    with transaction.atomic():
        lock_catalogue()
        discard_draft(module=module, based_on=based_on)
        take_back_module(module=module, by=by, as_of=as_of)


def check_not_in_review(module: Module) -> None:
    """Raise ModuleError while what a module is to say waits for review: the reviewer reads what will be."""
    if open_review(module) is not None:
        raise ModuleError("", _("It is in review. Take it back from review to change it."))


def _follow_changes(module: Module) -> None:
    """Have what is to be published later be the newest text, where nobody has to approve it."""
    edition = edition_of(edited_contents(module))
    ScheduledPublication.objects.filter(module=module, problem="").update(edition=edition)


def _reviewable(module: Module, by: Person) -> ModuleReview:
    review = open_review(module)
    if review is None:
        raise ModuleError(
            "", _("It does not wait for review any more: its author or another reviewer has it.")
        )
    if has_written(by, module):
        raise ModuleError("", _("A second person reviews a module: somebody who did not write it."))
    if not may_review(by, module):
        raise ModuleError("", _("Only content authors review modules."))
    return review


def _is_decided(module: Module, state: str, by: Person) -> bool:
    """Whether the same person has just decided the same, so that a second click changes nothing."""
    if open_review(module) is not None:
        return False
    last = module.reviews.order_by("-submitted_at", "-pk").first()
    return last is not None and (last.state, last.decided_by_id) == (state, by.pk)


def _decide(review: ModuleReview, state: str, by: Person, note: str, as_of: datetime) -> None:
    if not is_text_in_bounds(note, LONGEST_TEXT):
        message = _("Use at most %(longest)s characters, and no control characters.")
        raise ModuleError("note", message % {"longest": LONGEST_TEXT})
    review.state, review.note = state, note.strip()
    review.decided_by, review.decided_at = by, as_of
    review.save(update_fields=["state", "note", "decided_by", "decided_at"])
