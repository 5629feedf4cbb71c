"""Asking a question, changing and closing it, following it, and needing its answer too."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from content.answers.choices import (
    LONGEST_TITLE,
    MOST_ASKED_A_DAY,
    SHORTEST_TITLE,
    QuestionState,
)
from content.answers.models import Question, QuestionFollower, TextEdit
from content.answers.services.texts import (
    AnswersError,
    checked,
    held_pictures,
    locked_question,
    open_question,
    say_whether_waiting,
)
from lifow.base.bounds import LONGEST_TEXT
from lifow.people.persons.models import OrgUnit, Person

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks. `pictures` are public ids; `facets` keys of the company's list with values."""

    title: str
    body: str = ""
    skill: Skill | None = None
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unit: OrgUnit | None = None
    pictures: Collection[str] = ()


def ask_question(
    *, asker: Person, asked: Asked, as_of: datetime, idempotency_key: str | None = None
) -> Question:
    """Ask a question in one's own name, and follow it. The same key again is the same question.

    Raises AnswersError for a text that is none, for a unit that the asker does not work in, and for more
    questions a day than are read.
    """
    texts = checked_texts(asked)
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=asker.pk)
        known = Question.objects.filter(idempotency_key=idempotency_key) if idempotency_key else None
        if known is not None and (before := known.first()) is not None:
            return before
        _check_unit(asker, asked.unit)
        lately = Question.objects.filter(asker=asker, asked_at__gt=as_of - A_DAY)
        if lately.count() >= MOST_ASKED_A_DAY:
            raise AnswersError("", _("You have asked a lot today. Ask the rest tomorrow, or call somebody."))
        question = Question.objects.create(
            **texts,
            skill=asked.skill,
            facets=dict(asked.facets),
            asker=asker,
            unit=asked.unit,
            asked_at=as_of,
            idempotency_key=idempotency_key,
        )
        question.pictures.set(held_pictures(asked.pictures))
        QuestionFollower.objects.create(question=question, person=asker, since=as_of)
        say_whether_waiting(question, as_of=as_of)
    return question


def checked_texts(asked: Asked) -> dict[str, str]:
    """Title and details of a question. Raises AnswersError where one is none."""
    title = checked("title", " ".join(asked.title.split()), LONGEST_TITLE, shortest=SHORTEST_TITLE)
    return {"title": title, "body": checked("body", asked.body, LONGEST_TEXT, shortest=0)}


def change_question(*, question: Question, asked: Asked, by: Person | None, as_of: datetime) -> Question:
    """Say a question in other words; what it said before is kept. The same again changes nothing.

    Whom it is private to stays. Raises AnswersError as `ask_question` does, and for one that is merged.
    """
    texts = checked_texts(asked)
    with transaction.atomic():
        row = open_question(question)
        if (row.title, row.body) != (texts["title"], texts["body"]):
            TextEdit.objects.create(
                question=row, title=row.title, text=row.body, changed_by=by, changed_at=as_of
            )
        row.title, row.body = texts["title"], texts["body"]
        row.skill, row.facets = asked.skill, dict(asked.facets)
        row.save(update_fields=["title", "body", "skill", "facets", "updated_at"])
        if not row.is_anonymous:
            row.pictures.set(held_pictures(asked.pictures))
    return row


def close_question(*, question: Question, as_of: datetime) -> None:
    """Say that a question needs no answer any more. Twice is once."""
    _move(question, QuestionState.OPEN, QuestionState.CLOSED, as_of)


def reopen_question(*, question: Question, as_of: datetime) -> None:
    """Say that a question that was closed needs an answer after all. Twice is once."""
    _move(question, QuestionState.CLOSED, QuestionState.OPEN, as_of)


def follow_question(*, question: Question, person: Person, needs_it: bool, as_of: datetime) -> None:
    """Be told of what comes to a question; `needs_it` where one has the same question. Twice is once."""
    told = {"needs_it": needs_it, "since": as_of}
    row, is_new = QuestionFollower.objects.get_or_create(question=question, person=person, defaults=told)
    if needs_it and not is_new and not row.needs_it:
        QuestionFollower.objects.filter(pk=row.pk).update(needs_it=True)


def unfollow_question(*, question: Question, person: Person) -> None:
    """Be told no more of a question, and have it no more oneself. Twice is once."""
    QuestionFollower.objects.filter(question=question, person=person).delete()


def _move(question: Question, start: str, end: str, as_of: datetime) -> None:
    with transaction.atomic():
        row = locked_question(question)
        if row.state != start:
            return
        was_waiting = row.is_waiting
        row.state = end
        row.save(update_fields=["state", "updated_at"])
        if was_waiting != row.is_waiting:
            say_whether_waiting(row, as_of=as_of)


def _check_unit(asker: Person, unit: OrgUnit | None) -> None:
    if unit is None or asker.is_hr_admin:
        return
    if not Person.objects.in_org_unit(unit).filter(pk=asker.pk).exists():
        raise AnswersError("unit", _("Choose a unit in which you work, or everybody."))
