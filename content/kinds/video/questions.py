"""Questions at moments of a video, as its learner has them and as its author chooses them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from content.catalogue.models import Module
from content.kinds.quiz.reports import ChosenQuestion, KnownQuestion, Question, known_questions, quiz_of
from content.kinds.video.parts import Moment, moments_in
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class MomentAsked:
    """A question and when it is asked: of a learner's page `question`, in a preview `known`."""

    moment: Moment
    known: KnownQuestion | None = None
    question: Question | None = None


def chosen_questions(moments: Sequence[Moment]) -> list[KnownQuestion]:
    """What the bank has of questions at moments, in their order. No query where there are none."""
    return known_questions([ChosenQuestion(one.key, one.item, one.version) for one in moments])


def moments_asked(
    parts: Mapping[str, Any], module: Module | None = None, person: Person | None = None
) -> list[MomentAsked]:
    """The questions of tidy parts: as a person has them in a module, else as a preview shows them.

    What cannot be asked, and was not answered before, is left out of a learner's page.
    """
    moments = moments_in(parts)
    if not moments:
        return []
    if module is None or person is None:
        known = {one.item: one for one in chosen_questions(moments)}
        return [MomentAsked(one, known=known.get(one.item)) for one in moments]
    quiz = quiz_of(module, person)
    asked = [MomentAsked(one, question=quiz.question(one.item)) for one in moments]
    return [one for one in asked if one.question is not None]
