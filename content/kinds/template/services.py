"""Making copies of templates, writing in them, and taking over what the template says otherwise by now."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from content.activity.services import start_module
from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import tidy_parts
from content.catalogue.models import Module
from content.catalogue.services import contents_from, current_version
from content.kinds.template.changes import decide, follow_what_is_there
from content.kinds.template.comments import COMMENTS, LONGEST_COMMENT, author_comments, tidy_comments
from content.kinds.template.compute.anchors import plain_lines
from content.kinds.template.copies import (
    CopyComment,
    at_their_places,
    begun,
    comments_of,
    edition_of,
    stored_comments,
)
from content.kinds.template.models import TemplateCopy
from lifow.base.bounds import LONGEST_BODY, LONGEST_LINE
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows
from lifow.people.persons.models import Person

MOVED = (TemplateCopy,)
MOST_COPIES = 200
"""Copies that one person has: more than anybody looks through."""


class CopyError(ValueError):
    """What cannot be done with a copy; the message says why and what to do."""


class CopyChangedError(CopyError):
    """A copy was saved in another window since the form was made: `copy` is what is there."""

    def __init__(self, copy: TemplateCopy, message: str) -> None:
        super().__init__(message)
        self.copy = copy


@dataclass(frozen=True, slots=True)
class Reply:
    """What a writer says to a comment: an answer, and whether it is resolved."""

    answer: str = ""
    is_resolved: bool = False


def make_copy(*, person: Person, module: Module, idempotency_key: str, as_of: datetime) -> TemplateCopy:
    """Make somebody a copy of a template, with its comments at their places; the module counts as started.

    A second call with the same `idempotency_key` returns the first one. Raises CopyError for what is no
    published template, and where the person has as many copies as one may.
    """
    if module.kind != ModuleKind.TEMPLATE or module.status != Module.Status.PUBLISHED:
        raise CopyError(_("This is no published template, so there is nothing to copy."))
    with transaction.atomic():
        list(
            Person.objects.select_for_update(of=("self",), no_key=True).filter(pk=person.pk).values_list("pk")
        )
        own = TemplateCopy.objects.for_person(person)
        made = own.filter(idempotency_key=idempotency_key).first()
        if made is not None:
            return made
        if own.count() >= MOST_COPIES:
            message = _("You have %(most)s copies. Delete one that you no longer need, and try again.")
            raise CopyError(message % {"most": MOST_COPIES})
        start_module(person=person, module=module, started_at=as_of)
        return _new_copy(person, module, idempotency_key)


def save_copy(
    *,
    copy: TemplateCopy,
    title: str,
    text: str,
    replies: Mapping[str, Reply],
    based_on: str = "",
    window: str = "",
) -> TemplateCopy:
    """Write what somebody has written in their copy; comments go along with their passages.

    `replies` by the key of the comment; what is said of no comment stays. `based_on` is the `edition_of` the
    copy that the form was made from, `window` a name of the window that it is in: raises CopyChangedError
    where another window has saved something else since. Raises CopyError for a text that is too long, and
    for a title that is none.
    """
    title, text = title.strip(), plain_lines(text)
    if not title or len(title) > LONGEST_LINE:
        raise CopyError(_("Give the copy a title of at most %(most)s characters.") % {"most": LONGEST_LINE})
    if len(text) > LONGEST_BODY:
        message = _("The text has more than %(most)s characters. Shorten it, or begin a second copy.")
        raise CopyError(message % {"most": LONGEST_BODY})
    with transaction.atomic():
        stored = _locked(copy)
        before = edition_of(stored)
        comments = at_their_places(comments_of(stored), stored.text, text)
        was = stored.window
        stored.title, stored.text = title, text
        stored.comments = stored_comments([_replied(one, replies) for one in comments])
        if edition_of(stored) == before:
            return stored
        if based_on and before != based_on and not (window and was == window):
            there = TemplateCopy.objects.select_related("module").get(pk=stored.pk)
            message = _("This copy was saved in another window since you opened it here.")
            raise CopyChangedError(there, message)
        stored.window = window
        stored.save(update_fields=["title", "text", "comments", "window", "updated_at"])
    return stored


def decide_change(*, copy: TemplateCopy, change_id: str, is_taken: bool) -> TemplateCopy:
    """Take one change of the template over into a copy, or leave the copy as it is: it is asked about once.

    What the writer has written is never replaced. Raises CopyError where there is no such change any more.
    """
    with transaction.atomic():
        stored = _locked(copy)
        if not decide(stored, change_id, is_taken=is_taken):
            raise CopyError(_("This change was decided already, or the template has changed again."))
        follow_what_is_there(stored)
        stored.window = ""
        names = ["text", "comments", "base_text", "base_comments", "window", "updated_at"]
        stored.save(update_fields=names)
    return stored


def share_copy(*, copy: TemplateCopy, is_shared: bool, as_of: datetime) -> None:
    """Let the people above somebody read their copy, or no longer; twice the same is once."""
    rows = TemplateCopy.objects.filter(pk=copy.pk, shared_at__isnull=is_shared)
    rows.update(shared_at=as_of if is_shared else None)


def delete_copy(*, copy: TemplateCopy) -> None:
    """Delete somebody's copy for good."""
    TemplateCopy.objects.filter(pk=copy.pk).delete()


def _locked(copy: TemplateCopy) -> TemplateCopy:
    """The copy as it is stored, which nobody else writes until the transaction ends."""
    rows = TemplateCopy.objects.select_for_update(of=("self",)).select_related("module")
    found = rows.filter(pk=copy.pk).first()
    if found is None:
        raise CopyError(
            _("This copy was deleted in another window. Copy what you wrote to use it elsewhere.")
        )
    return found


def _new_copy(person: Person, module: Module, idempotency_key: str) -> TemplateCopy:
    version = current_version(module=module)
    said = contents_from(version.contents)
    text, parts = plain_lines(said.body), tidy_parts(ModuleKind.TEMPLATE, said.parts)
    comments = begun(author_comments(parts.get(COMMENTS)), text)
    return TemplateCopy.objects.create(
        person=person,
        module=module,
        version=version,
        title=_free_title(person, said.title),
        text=text,
        comments=stored_comments(comments),
        base_text=text,
        base_comments=tidy_comments(parts.get(COMMENTS)),
        idempotency_key=idempotency_key,
    )


def _free_title(person: Person, title: str) -> str:
    """The title of the template, numbered where the person has a copy of that title."""
    taken = set(TemplateCopy.objects.for_person(person).values_list("title", flat=True))
    numbered = (f"{title[: LONGEST_LINE - 6]} ({number})" for number in range(2, len(taken) + 3))
    return next(one for one in (title, *numbered) if one not in taken)


def _replied(comment: CopyComment, replies: Mapping[str, Reply]) -> CopyComment:
    """A comment with what its writer says to it."""
    reply = replies.get(comment.key)
    if reply is None:
        return comment
    answer = plain_lines(reply.answer).strip()[:LONGEST_COMMENT]
    return replace(comment, answer=answer, is_resolved=reply.is_resolved)


def move_copies(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have the copies of a merged record be the kept person's, in the transaction around."""
    rows = TemplateCopy.objects.filter(person=merge.merged_id)
    change_rows(merge=merge, rows=rows, at=moved_at, person_id=merge.kept_id)
