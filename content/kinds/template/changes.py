"""What a template says otherwise since somebody made a copy of it, of its text and of its comments."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from content.catalogue.choices import ModuleKind
from content.kinds.template import copies
from content.kinds.template.comments import COMMENTS, AuthorComment, author_comments, tidy_comments
from content.kinds.template.compute import merging
from content.kinds.template.compute.anchors import plain_lines
from content.kinds.template.copies import CopyComment, comments_of
from content.kinds.template.models import TemplateCopy

ID_LENGTH = 12


class CommentEffect(StrEnum):
    """What taking a change of a comment does."""

    NEW = "new_comment"
    REWORDED = "reworded_comment"
    GONE = "gone_comment"


@dataclass(frozen=True, slots=True)
class CommentChange:
    """One comment that was added, worded otherwise or removed: `before` and `after`, "" for none."""

    id: str
    effect: CommentEffect
    key: str
    quote: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TemplateChanges:
    """What a template says otherwise by now."""

    text: Sequence[merging.Change]
    comments: Sequence[CommentChange]

    def __len__(self) -> int:
        return len(self.text) + len(self.comments)


def changes_of(copy: TemplateCopy) -> TemplateChanges:
    """What of its template a copy can take over, or leave."""
    if copy.module.kind != ModuleKind.TEMPLATE:
        return TemplateChanges((), ())
    theirs = plain_lines(copy.module.body)
    text = [] if theirs == copy.base_text else merging.changes(copy.base_text, copy.text, theirs)
    return TemplateChanges(text, _comment_changes(copy))


def decide(copy: TemplateCopy, change_id: str, *, is_taken: bool) -> bool:
    """Take a change over into a copy in memory, or leave it; False where there is no such change any more."""
    theirs = plain_lines(copy.module.body)
    verb = merging.take if is_taken else merging.leave
    decided = verb(copy.base_text, copy.text, theirs, change_id)
    if decided is not None:
        comments = copies.at_their_places(comments_of(copy), copy.text, decided.mine)
        copy.base_text, copy.text = decided.base, decided.mine
        copy.comments = copies.stored_comments(comments)
        return True
    return _decide_comment(copy, change_id, is_taken=is_taken)


def follow_what_is_there(copy: TemplateCopy) -> None:
    """Have a copy in memory know what of its template it says already: that is no change to decide about."""
    theirs = plain_lines(copy.module.body)
    if theirs != copy.base_text:
        copy.base_text = merging.settled(copy.base_text, copy.text, theirs)


def _comment_changes(copy: TemplateCopy) -> list[CommentChange]:
    old = {one.key: one for one in copies.base_comments(copy)}
    new = {one.key: one for one in author_comments(copy.module.parts.get(COMMENTS)) if one.text}
    found = []
    for one in new.values():
        before = old[one.key].text if one.key in old else ""
        if before != one.text:
            effect = CommentEffect.REWORDED if before else CommentEffect.NEW
            found.append(_change(effect, one, before, one.text))
    found += [_change(CommentEffect.GONE, one, one.text, "") for one in old.values() if one.key not in new]
    return found


def _change(effect: CommentEffect, one: AuthorComment, before: str, after: str) -> CommentChange:
    told = _digest(f"{effect}\0{one.key}\0{before}\0{after}")
    return CommentChange(told, effect, one.key, one.quote, before, after)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def _decide_comment(copy: TemplateCopy, change_id: str, *, is_taken: bool) -> bool:
    change = next((one for one in _comment_changes(copy) if one.id == change_id), None)
    if change is None:
        return False
    new = {one.key: one for one in author_comments(copy.module.parts.get(COMMENTS))}
    if is_taken:
        comments = _with_change(copy, change, new.get(change.key))
        copy.comments = copies.stored_comments(copies.in_order(comments, copy.text))
    seen = {one["key"]: one for one in tidy_comments(copy.base_comments)}
    told = {one["key"]: one for one in tidy_comments(copy.module.parts.get(COMMENTS))}
    seen = {key: one for key, one in {**seen, change.key: told.get(change.key)}.items() if one}
    copy.base_comments = list(seen.values())
    return True


def _with_change(copy: TemplateCopy, change: CommentChange, new: AuthorComment | None) -> list[CopyComment]:
    """The comments of a copy with a change taken over; an answer of the writer's stays in any case."""
    own = comments_of(copy)
    mine = next((one for one in own if one.key == change.key), None)
    others = [one for one in own if one.key != change.key]
    if new is None:
        return [*others, replace(mine, is_resolved=True)] if mine and mine.answer else others
    if mine is not None:
        return [*others, replace(mine, text=new.text, quote=new.quote, is_resolved=False)]
    place = copies.place_in(new, plain_lines(copy.module.body), copy.text)
    return [*others, CopyComment(new.key, new.quote, new.text, place)]
