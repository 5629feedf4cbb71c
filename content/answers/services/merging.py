"""What two records of one person have asked, answered and followed."""

from datetime import datetime

from django.db import models, transaction

from content.answers.models import (
    Answer,
    AnswerReview,
    AnswerVote,
    Comment,
    Question,
    QuestionFollower,
)
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows, put_back, standing_merge, undone_merge

MOVED: tuple[type[models.Model], ...] = (
    Question,
    Answer,
    Comment,
    AnswerVote,
    QuestionFollower,
    AnswerReview,
)


def move_answers(*, merge_id: int, as_of: datetime) -> None:
    """Have what the merged record has asked, answered and followed be the kept person's. Twice is once."""
    with transaction.atomic():
        merge = standing_merge(merge_id)
        if merge is None:
            return
        own: tuple[tuple[type[models.Model], str], ...] = (
            (Question, "asker"),
            (Answer, "author"),
            (Answer, "verifier"),
            (Comment, "author"),
        )
        for model, name in own:
            rows = model._default_manager.filter(**{name: merge.merged_id})
            change_rows(merge=merge, rows=rows, at=as_of, **{f"{name}_id": merge.kept_id})
        _move_once(merge, AnswerVote, "person", "answer", as_of)
        _move_once(merge, QuestionFollower, "person", "question", as_of)
        _move_once(merge, AnswerReview, "reporter", "answer", as_of)


def put_answers_back(*, merge_id: int, as_of: datetime) -> None:
    """Undo `move_answers`."""
    with transaction.atomic():
        merge = undone_merge(merge_id)
        if merge is not None:
            put_back(merge=merge, of=MOVED, at=as_of)


def _move_once(
    merge: PersonMerge, model: type[models.Model], person: str, thing: str, as_of: datetime
) -> None:
    """Move rows of which a person has one a thing, but for things of which both have one."""
    own = model._default_manager.filter(**{person: merge.kept_id}).values(thing)
    theirs = model._default_manager.filter(**{person: merge.merged_id}).exclude(**{f"{thing}__in": own})
    change_rows(merge=merge, rows=theirs, at=as_of, **{f"{person}_id": merge.kept_id})
