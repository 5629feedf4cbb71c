"""Quizzes of a record that is merged into another one."""

from datetime import datetime

from django.db import models

from content.kinds.quiz.models import QuizSitting
from lifow.people.merging.models import PersonMerge
from lifow.people.merging.services import change_rows

MOVED: tuple[type[models.Model], ...] = (QuizSitting,)


def move_quizzes(*, merge: PersonMerge, moved_at: datetime) -> None:
    """Have what a merged record has answered be known of the kept person, in the transaction around.

    The sittings themselves stay with the record, and are read as the person's.
    """
    rows = QuizSitting.objects.filter(person=merge.merged_id)
    change_rows(merge=merge, rows=rows, at=moved_at, person_id=merge.kept_id)
