"""What a quiz adds to its text: questions of the item bank, answered one at a time."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.quiz import parts as stored
from content.kinds.quiz.forms import QuizBuilder
from content.kinds.quiz.reports import known_questions, left_in_words, problem_of_questions, quiz_of
from lifow.people.persons.models import Person
from lifow.people.persons.rules import may_author


class QuizKind(KindOfModule):
    """A quiz."""

    name = ModuleKind.QUIZ
    purpose = gettext_lazy("A few questions with the reason at once; first answers count as evidence.")
    needs_text = False
    is_text_read = False
    text_label = gettext_lazy("Introduction")

    def tidy(self, parts: Parts) -> dict[str, Any]:
        return stored.tidy(parts)

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        known = known_questions(stored.questions_of(parts))
        problem = problem_of_questions(known)
        return [PartProblem(stored.QUESTIONS, problem)] if problem else ()

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        known = known_questions(stored.questions_of(parts))
        if not any(one.is_asked for one in known):
            return [PartProblem(stored.QUESTIONS, _("Choose at least one question that can be asked."))]
        return ()

    def searched(self, parts: Parts) -> str:
        known = known_questions(stored.questions_of(parts))
        return "\n".join(one.version.stem for one in known if one.version)

    def in_words(self, parts: Parts) -> str:
        known = known_questions(stored.questions_of(parts))
        return "\n".join(f"{place}. {one.summary}" for place, one in enumerate(known, start=1))

    def builder(self, data: QueryDict | None, parts: Parts) -> QuizBuilder:
        return QuizBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        known = known_questions(stored.questions_of(parts))
        return Shown("content/kinds/quiz/preview.html", {"questions": known}) if known else None

    def player(self, module: Module, person: Person) -> Shown | None:
        quiz = quiz_of(module, person)
        if not quiz.known:
            return None
        warned = [one for one in quiz.known if one.warning] if may_author(person) else []
        is_open = module.status == Module.Status.PUBLISHED
        told = {"quiz": quiz, "warned": warned, "is_open": is_open}
        return Shown("content/kinds/quiz/player.html", told, left=left_in_words(quiz))

    def left_to_do(self, module: Module, person: Person) -> str:
        return left_in_words(quiz_of(module, person))
