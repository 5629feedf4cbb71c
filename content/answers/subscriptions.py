"""What questions follow: people who are asked or take one upon them, and records that are one person's."""

from django.db import transaction
from django.utils import timezone

from content.answers import services
from content.answers.models import Question
from content.answers.notifications import settle_asked, tell_asked
from lifow.events.types import HelpAsked, HelpClaimed, PeopleMerged, PeopleSeparated
from lifow.people.persons.models import Person


def tell_whoever_is_asked(event: HelpAsked, *, occurred_at: object) -> None:
    """Tell people that a question waits for them, as long as it does."""
    now = timezone.now()
    with transaction.atomic():
        question = Question.objects.select_for_update(of=("self",)).filter(pk=event.question_id).first()
        if question is not None and question.is_waiting:
            people = Person.objects.filter(pk__in=event.person_ids, is_active=True).order_by("pk")
            tell_asked(question, people, as_of=now)


def settle_whoever_is_asked(event: HelpClaimed, *, occurred_at: object) -> None:
    """Somebody answers a question: it waits for nobody else, until they give it back."""
    question = Question.objects.filter(pk=event.question_id).first()
    if question is not None:
        settle_asked(question, as_of=timezone.now(), but=event.person_id)


def move_answers(event: PeopleMerged, *, occurred_at: object) -> None:
    """Have what the merged record asked, answered and followed be the kept person's."""
    services.move_answers(merge_id=event.merge_id, as_of=timezone.now())


def put_answers_back(event: PeopleSeparated, *, occurred_at: object) -> None:
    """Give each of the two what was theirs before."""
    services.put_answers_back(merge_id=event.merge_id, as_of=timezone.now())
