"""What help follows: questions that wait and wait no more, and records that are one person's."""

from datetime import datetime

from django.utils import timezone

from lifow.events.types import PeopleMerged, PeopleSeparated, QuestionAnswered, QuestionAsked
from mentoring.help import services


def follow_question(event: QuestionAsked, *, occurred_at: datetime) -> None:
    """Have a question go round."""
    services.follow_question(asked=event, occurred_at=occurred_at)


def follow_answer(event: QuestionAnswered, *, occurred_at: datetime) -> None:
    """Have a question go round no more."""
    services.follow_answer(answered=event, occurred_at=occurred_at)


def move_help(event: PeopleMerged, *, occurred_at: object) -> None:
    """Have the requests and steps of the merged record be the kept person's."""
    services.move_help(merge_id=event.merge_id, as_of=timezone.now())


def put_help_back(event: PeopleSeparated, *, occurred_at: object) -> None:
    """Give each of the two what was theirs before."""
    services.put_help_back(merge_id=event.merge_id, as_of=timezone.now())
