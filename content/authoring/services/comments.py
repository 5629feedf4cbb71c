"""Comments on a module at their places, answers to them, and that they are resolved."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.authoring.choices import CommentPlace
from content.authoring.models import LONGEST_PASSAGE, ReviewComment
from content.authoring.notifications import tell_of_comment
from content.authoring.reports import open_review
from content.catalogue.models import Module
from content.catalogue.services import ModuleError, draft_of
from lifow.base.bounds import LONGEST_TEXT, is_text_in_bounds
from lifow.people.persons.models import Person

MOST_ON_A_MODULE = 500
MOST_ANSWERS = 100


def comment_on_module(
    *,
    module: Module,
    by: Person,
    text: str,
    as_of: datetime,
    place: str = CommentPlace.WHOLE,
    passage: str = "",
    idempotency_key: str | None = None,
) -> ReviewComment:
    """Say something of a place in what a module is to say, and tell who wrote it.

    A second call with the same `idempotency_key` returns the first comment. Raises ModuleError for a text
    that is empty or too long, a place that there is not, and where there are too many.
    """
    _check_text(text)
    if place not in CommentPlace or not is_text_in_bounds(passage, LONGEST_PASSAGE):
        raise ModuleError("", _("This place is not in the module any more. Open the page again."))
    with transaction.atomic():
        Module.objects.select_for_update().get(pk=module.pk)
        if made := _made_before(idempotency_key):
            return made
        if ReviewComment.objects.filter(module=module).threads().count() >= MOST_ON_A_MODULE:
            raise ModuleError("text", _("There are too many comments on this module. Answer one of them."))
        comment = ReviewComment.objects.create(
            module=module,
            place=place,
            passage=passage if place == CommentPlace.BODY else "",
            text=text.strip(),
            written_by=by,
            written_at=as_of,
            idempotency_key=idempotency_key,
        )
        tell_of_comment(comment, _writers(module), as_of=as_of)
    return comment


def answer_comment(
    *, comment: ReviewComment, by: Person, text: str, as_of: datetime, idempotency_key: str | None = None
) -> ReviewComment:
    """Answer a comment, and tell those who wrote in it before. Raises as `comment_on_module` does."""
    _check_text(text)
    with transaction.atomic():
        top = ReviewComment.objects.select_for_update(of=("self",)).get(pk=comment.parent_id or comment.pk)
        if made := _made_before(idempotency_key):
            return made
        before = [top, *top.answers.select_related("written_by")]
        if len(before) > MOST_ANSWERS:
            raise ModuleError("text", _("There are too many answers here. Write a comment of its own."))
        answer = ReviewComment.objects.create(
            module_id=top.module_id,
            parent=top,
            place=top.place,
            text=text.strip(),
            written_by=by,
            written_at=as_of,
            idempotency_key=idempotency_key,
        )
        people = {one.written_by.pk: one.written_by for one in before if one.written_by is not None}
        people |= {one.pk: one for one in _writers(top.module)}
        tell_of_comment(answer, list(people.values()), as_of=as_of)
    return answer


def resolve_comment(*, comment: ReviewComment, by: Person, as_of: datetime) -> None:
    """Say that a comment is dealt with. Twice is once."""
    rows = ReviewComment.objects.unresolved().filter(pk=comment.pk)
    rows.update(resolved_by=by, resolved_at=as_of)


def reopen_comment(*, comment: ReviewComment) -> None:
    """Say that a comment is not dealt with after all. Twice is once."""
    ReviewComment.objects.filter(pk=comment.pk).update(resolved_by=None, resolved_at=None)


def _check_text(text: str) -> None:
    if not text.strip():
        raise ModuleError("text", _("Write your comment."))
    if not is_text_in_bounds(text, LONGEST_TEXT):
        message = _("Use at most %(longest)s characters, and no control characters.")
        raise ModuleError("text", message % {"longest": LONGEST_TEXT})


def _made_before(idempotency_key: str | None) -> ReviewComment | None:
    if not idempotency_key:
        return None
    return ReviewComment.objects.filter(idempotency_key=idempotency_key).first()


def _writers(module: Module) -> list[Person]:
    """Who is told of comments: whoever wrote what the module is to say, and sent it for review."""
    stored = Module.objects.select_related("author", "changed_by").get(pk=module.pk)
    draft, review = draft_of(module), open_review(module)
    people = [draft.changed_by if draft else stored.changed_by or stored.author]
    people += [review.submitted_by] if review else []
    found = {one.pk: one for one in people if one is not None and one.is_active}
    return list(found.values())
