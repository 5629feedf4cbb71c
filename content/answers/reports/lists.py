"""Questions and reviews as the pages list them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from assessments.owners.models import SkillOwner
from content.answers.models import (
    Answer,
    AnswerReview,
    FaqEntry,
    FaqPage,
    Question,
    QuestionFollower,
    TextEdit,
)
from lifow.people.persons.models import Person

NEWEST, UNANSWERED, OWN, FOLLOWED = "newest", "unanswered", "own", "followed"


def questions_for(reader: Person, show: str) -> QuerySet[Question]:
    """Questions that somebody may read, the newest first: all, those without an answer, their own, or those
    that they follow."""
    rows = Question.objects.readable_by(reader).unmerged().select_related("skill", "unit")
    if show == UNANSWERED:
        rows = rows.unanswered()
    elif show == OWN:
        rows = rows.filter(asker=reader)
    elif show == FOLLOWED:
        own = QuestionFollower.objects.filter(question=OuterRef("pk"), person=reader)
        rows = rows.filter(Exists(own))
    found: QuerySet[Question] = rows.order_by("-asked_at", "-pk")
    return found


def reviews_for(reader: Person) -> QuerySet[AnswerReview]:
    """Answers that somebody can look at: those of skills that they own or that they have verified; authors
    and HR admins see all. Who waits for a reply first, then the longest-waiting."""
    rows = AnswerReview.objects.open().select_related(
        "answer__question__skill", "answer__author", "answer__verifier", "reporter", "update__module"
    )
    rows = rows.filter(answer__question__in=Question.objects.readable_by(reader))
    if not (reader.is_author or reader.is_hr_admin):
        owned = SkillOwner.objects.filter(person=reader).values("skill")
        rows = rows.filter(Q(answer__question__skill__in=owned) | Q(answer__verifier=reader))
    found: QuerySet[AnswerReview] = rows.order_by("-reason", "opened_at", "pk")
    return found


def faq_pages() -> QuerySet[FaqPage]:
    """FAQ pages by title, each with `listed`, how many answers are on it."""
    rows: QuerySet[FaqPage] = FaqPage.objects.annotate(listed=Count("entries")).order_by("title", "pk")
    return rows


@dataclass(frozen=True, slots=True)
class ShownFaq:
    """An FAQ page: its verified answers in their order, and those that wait to be looked at."""

    page: FaqPage
    entries: list[FaqEntry]
    waiting: list[FaqEntry]


def shown_faq(page: FaqPage, today: date) -> ShownFaq:
    """An FAQ page as everybody reads it on a day; two queries."""
    rows = FaqEntry.objects.filter(page=page, answer__question__unit__isnull=True)
    rows = rows.filter(answer__removed_at__isnull=True)
    shown = rows.select_related("answer__question", "answer__verifier").order_by("position", "pk")
    verified = set(
        Answer.objects.verified_on(today).filter(faq_entries__page=page).values_list("pk", flat=True)
    )
    entries = list(shown)
    return ShownFaq(
        page=page,
        entries=[one for one in entries if one.answer_id in verified],
        waiting=[one for one in entries if one.answer_id not in verified],
    )


def unanswered_topics(reader: Person | None = None) -> QuerySet[Question]:
    """Questions without an answer, with `needing`, how many have them beside who asked; the most first."""
    rows = Question.objects.readable_by(reader) if reader else Question.objects.for_everybody()
    needing = Count("followers", filter=Q(followers__needs_it=True))
    counted: Any = rows.unanswered().annotate(needing=needing).select_related("skill")
    found: QuerySet[Question] = counted.order_by("-needing", "asked_at", "pk")
    return found


def edits_of(question: Question) -> list[TextEdit]:
    """What a question and its answers said before, the newest first."""
    rows = TextEdit.objects.filter(Q(question=question) | Q(answer__question=question))
    return list(rows.select_related("changed_by", "answer").order_by("-changed_at", "-pk")[:100])


def question_url(question: Question) -> str:
    """Where a question is read."""
    return reverse("portal:question", args=[question.public_id])
