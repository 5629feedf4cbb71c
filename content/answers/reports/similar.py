"""Questions like one that somebody is about to ask. The one door to the search for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from content.answers.choices import MOST_SIMILAR, Standing
from content.answers.models import Answer, Question
from content.answers.reports.proposed import MOST_LIKELY, Proposed, proposed_of
from content.facets.reports import FacetList
from lifow.base.days import local_day
from lifow.base.passages.reports import matching_ids, matching_ids_by_kind
from lifow.people.persons.models import Person

# So much of a text, by how rare its words are, has to be in a question that is like it.
LEAST_ALIKE = 0.3
QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Similar:
    """A question that may be the same, and how far its best answer can be relied on, None without one."""

    question: Question
    standing: Standing | None
    answer: Answer | None


def similar_questions(text: str, reader: Person, *, but: int = 0, most: int = MOST_SIMILAR) -> list[Similar]:
    """The questions that the reader may read and that are most like a text, the likest first."""
    ids = matching_ids(text, reader, kind=QUESTION, most=most + 1, least=LEAST_ALIKE)
    return _similar(ids, reader, but, most)


def similar_and_proposed(text: str, reader: Person, known: FacetList) -> tuple[list[Similar], Proposed]:
    """What is like a text that somebody is about to ask, and what it is probably about."""
    wanted = {QUESTION: (MOST_SIMILAR + 1, LEAST_ALIKE), "skill": (MOST_LIKELY, 0.0)}
    ids = matching_ids_by_kind(text, reader, wanted)
    return _similar(ids[QUESTION], reader, 0, MOST_SIMILAR), proposed_of(ids["skill"], text, known)


def _similar(ids: Sequence[int], reader: Person, but: int, most: int) -> list[Similar]:
    found = readable_with_standings([pk for pk in ids if pk != but], reader)
    return [found[pk] for pk in ids if pk in found][:most]


def readable_with_standings(ids: Sequence[int], reader: Person) -> dict[int, Similar]:
    """Those of these questions that the reader may read, each with its best answer; one query."""
    today = local_day(timezone.now(), settings.TIME_ZONE)
    rows: Any = Question.objects.readable_by(reader).unmerged().filter(pk__in=ids)
    found: dict[int, Similar] = {}
    for row in rows.with_answers(today):
        if row.pk not in found:
            answer: Answer | None = vars(row).get("answer")
            standing = answer.standing_on(today, is_in_review=row.is_in_review) if answer else None
            found[row.pk] = Similar(row, standing, answer)
    return found


def with_standings(questions: list[Question], reader: Person) -> list[Similar]:
    """Questions, each with its best answer; one query."""
    today = local_day(timezone.now(), settings.TIME_ZONE)
    rows: Any = Answer.objects.visible().filter(question__in=[one.pk for one in questions])
    best: dict[int, Any] = {}
    for answer in rows.select_related("verifier").with_standing(reader).best_first(today):
        best.setdefault(answer.question_id, answer)
    shown = []
    for one in questions:
        found = best.get(one.pk)
        standing = found.standing_on(today, is_in_review=found.is_in_review) if found else None
        shown.append(Similar(one, standing, found))
    return shown
