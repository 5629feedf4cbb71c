"""Which answers mention what a product update replaces."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.answers.models import Answer, Question
from content.kinds.update.reports import may_mention, mention_of, terms_of
from lifow.people.persons.models import Person

MOST_MENTIONS = 200


@dataclass(frozen=True, slots=True)
class Mentioning:
    """An answer that mentions words that are not right any more, by which, and where."""

    answer: Answer
    term: str
    passage: str


def answers_mentioning(parts: Mapping[str, Any], reader: Person | None = None) -> list[Mentioning]:
    """Answers that mention a term of a product update as a word of its own; one query, none without terms.

    With a reader those to questions that they may read, each with its question.
    """
    terms = terms_of(parts)
    if not terms:
        return []
    rows = Answer.objects.visible().filter(may_mention(terms, "text")).order_by("pk")
    if reader is not None:
        rows = rows.filter(question__in=Question.objects.readable_by(reader)).select_related("question")
    found = []
    for answer in rows.iterator(chunk_size=200):
        term, passage = mention_of(answer.text, terms)
        if passage:
            found.append(Mentioning(answer, term, passage))
    return found[:MOST_MENTIONS]
