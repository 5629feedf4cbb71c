"""A quiz as its learner has it, and what authors are told of its questions."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.testing.bank.choices import ItemState, VersionState
from assessments.testing.bank.kinds import Feedback, kind_named
from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import PREVIEW_SEED, ShownItem, shown_item, summary_of
from assessments.testing.calibration.reports import is_held
from assessments.testing.sittings.models import Sitting, SittingItem
from assessments.testing.sittings.reports import ShownQuestion, shown_question
from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import Parts, kind_of
from content.catalogue.models import Module
from content.kinds.quiz.checks import checks_in, with_marks
from content.kinds.quiz.models import QuizSitting, SecondTry
from content.kinds.quiz.parts import QUESTIONS, questions_of
from content.kinds.quiz.parts import ChosenQuestion as ChosenQuestion
from content.kinds.quiz.parts import tidy as tidy_questions
from content.kinds.reading import read_once
from lifow.base.markdown import render_markdown
from lifow.people.persons.models import Person

SECONDS_A_MINUTE = 60
ASKING = (ModuleKind.QUIZ, ModuleKind.ANNOUNCEMENT)
"""Kinds of which the parts name questions; other modules ask those in their text."""
__all__ = [
    "ASKING",
    "QUESTIONS",
    "Block",
    "KnownQuestion",
    "Question",
    "Quiz",
    "asked_by",
    "blocks_of",
    "found_questions",
    "known_questions",
    "left_in_words",
    "problem_of_questions",
    "questions_of",
    "quiz_of",
    "sittings_of",
    "text_of_contents",
    "text_of_module",
    "tidy_questions",
]


@dataclass(frozen=True)
class KnownQuestion:
    """A question that an author has chosen, as the bank has it now.

    version   the wording that is asked now, else the last one that was; None for an id that the bank lacks
    is_asked  whether learners are asked it
    warning   what its author has to know, "" where there is nothing
    """

    key: str
    item: str
    version: ItemVersion | None
    is_asked: bool
    warning: str

    @property
    def summary(self) -> str:
        return summary_of(self.version) if self.version else _("A question that is not in the bank")

    @cached_property
    def shown(self) -> ShownItem | None:
        """The question as learners see it, without what is right."""
        return shown_item(self.version, seed=PREVIEW_SEED) if self.version else None


def known_questions(chosen: Sequence[ChosenQuestion]) -> list[KnownQuestion]:
    """What the bank has of the chosen questions; one query, however many."""
    versions = _versions(frozenset(one.item for one in chosen)) if chosen else ()
    by_item = {version.item.public_id: version for version in versions}
    in_use = {one.pk for one in by_item.values() if vars(one)["is_in_use"]}
    held = {one.pk for one in by_item.values() if vars(one)["is_held"]}
    return [_known(one, by_item.get(one.item), in_use, held) for one in chosen]


@read_once
def _versions(items: frozenset[str]) -> Sequence[ItemVersion]:
    """The versions of these questions that were ever asked, the newest of each last."""
    versions = ItemVersion.objects.filter(item__public_id__in=items, published_at__isnull=False).annotate(
        is_in_use=Exists(ItemVersion.objects.in_use().filter(pk=OuterRef("pk"))),
        is_held=is_held(OuterRef("pk")),
    )
    return list(versions.select_related("item__skill", "picture").order_by("number"))


def _known(
    chosen: ChosenQuestion, version: ItemVersion | None, in_use: Collection[int], held: Collection[int]
) -> KnownQuestion:
    is_asked = version is not None and version.pk in in_use and version.pk not in held
    return KnownQuestion(chosen.key, chosen.item, version, is_asked, _warning(chosen, version, in_use, held))


def _warning(
    chosen: ChosenQuestion, version: ItemVersion | None, in_use: Collection[int], held: Collection[int]
) -> str:
    if version is None:
        return _("It is not in the bank any more, or was never published: learners are not asked it.")
    if version.item.state == ItemState.RETIRED:
        return _("It was retired: learners are not asked it any more. Choose another one.")
    if version.pk not in in_use:
        return _("It is not asked: its skill or the levels have changed. Say in the bank what it measures.")
    if version.pk in held:
        return _("It is not asked while its answers are being looked at.")
    if chosen.version and chosen.version != version.public_id:
        return _("It was changed since you chose it. Read it again; saving takes it as it is now.")
    return ""


@dataclass(frozen=True)
class Question:
    """A question of a quiz as its learner has it: `place` counts from 1.

    asked    what was asked and answered, if it was
    second   the second try, if there was one
    """

    place: int
    key: str
    summary: str
    is_asked_now: bool
    asked: ShownQuestion | None = None
    second: SecondTry | None = None

    @property
    def is_answered(self) -> bool:
        return self.asked is not None and self.asked.item.is_answered

    @property
    def is_right(self) -> bool:
        """Whether the first answer was right."""
        return bool(self.asked and self.asked.feedback and self.asked.feedback.is_right)

    @property
    def may_try_again(self) -> bool:
        return self.is_answered and not self.is_right and self.second is None

    @property
    def second_feedback(self) -> Feedback | None:
        if self.second is None or self.asked is None:
            return None
        version = self.asked.item.version
        return kind_named(version.kind).feedback(version.body, self.second.answer)

    @property
    def is_right_at_second(self) -> bool:
        return self.second_feedback is not None and self.second_feedback.is_right


@dataclass(frozen=True)
class Quiz:
    """The quiz of a module as a person has it: `sitting` is the one that is open, if any."""

    module: Module
    questions: Sequence[Question]
    known: Sequence[KnownQuestion]
    sitting: Sitting | None
    is_begun: bool

    @property
    def left(self) -> Sequence[Question]:
        """What is not answered yet, and can be."""
        return [one for one in self.questions if not one.is_answered]

    @property
    def current(self) -> Question | None:
        """The question that waits for an answer, of a check that has begun."""
        if self.sitting is None:
            return None
        return next((one for one in self.left if one.asked is not None), None)

    @property
    def answered(self) -> int:
        return len(self.questions) - len(self.left)

    @property
    def right(self) -> int:
        return sum(one.is_right for one in self.questions)

    @property
    def skills(self) -> Sequence[Any]:
        """The skills that the questions are of, each once."""
        versions = [one.version for one in self.known if one.version and one.is_asked]
        return list(dict.fromkeys(one.item.skill for one in versions))

    @property
    def minutes(self) -> int:
        seconds = sum(one.version.seconds_expected for one in self.known if one.version and one.is_asked)
        return max(1, round(seconds / SECONDS_A_MINUTE))

    def question(self, key: str) -> Question | None:
        return next((one for one in self.questions if one.key == key), None)


def quiz_of(module: Module, person: Person) -> Quiz:
    """The quiz of a module as a person has it: what can be asked, and what was answered; two queries."""
    known = known_questions(asked_by(module))
    sittings, asked = _asked(module, person)
    open_one = next((one for one in sittings if one.is_open), None)
    shown = [one for one in known if one.is_asked or one.item in asked]
    questions = []
    for place, one in enumerate(shown, start=1):
        item = asked.get(one.item)
        question = shown_question(item.sitting, item) if item is not None else None
        second = getattr(item, "second_try", None)
        questions.append(Question(place, one.key, one.summary, one.is_asked, question, second))
    return Quiz(module, questions, known, open_one, bool(sittings))


def left_in_words(quiz: Quiz) -> str:
    """How many questions are not answered yet, in a sentence; "" where none is left."""
    left = len(quiz.left)
    if not left:
        return ""
    words = ngettext(
        "%(count)s question is not answered yet.", "%(count)s questions are not answered yet.", left
    )
    return words % {"count": left}


def problem_of_questions(known: Sequence[KnownQuestion]) -> str:
    """Why chosen questions cannot be kept; "" where the bank has all of them."""
    lost = [place for place, one in enumerate(known, start=1) if one.version is None]
    if not lost:
        return ""
    message = _("Question %(place)s is not in the bank, or was never published. Remove it.")
    return message % {"place": lost[0]}


def asked_by(module: Module) -> Sequence[ChosenQuestion]:
    """The questions of a quiz or a product update; of another module, those within its
    parts and the checks in its text."""
    if module.kind in ASKING:
        return questions_of(module.parts)
    items = [*kind_of(module.kind).asks(module.parts), *checks_in(module.body)]
    return [ChosenQuestion(item, item) for item in dict.fromkeys(items)]


@dataclass(frozen=True)
class Block:
    """A piece of a text, and the check that follows it, if one does.

    question   of a learner's page; None in a preview, and where it cannot be asked
    known      what the bank has of it; None for a piece without a check
    """

    html: SafeString
    known: KnownQuestion | None = None
    question: Question | None = None


def blocks_of(body: str, quiz: Quiz | None = None) -> list[Block]:
    """A text with its checks: of a learner where there is a quiz, else a preview. No query without checks."""
    items = checks_in(body)
    if not items:
        return [Block(render_markdown(body))] if body.strip() else []
    known = quiz.known if quiz is not None else known_questions([ChosenQuestion(one, one) for one in items])
    by_item = {one.item: one for one in known}
    asked = {one.key: one for one in quiz.questions} if quiz is not None else {}
    mark = secrets.token_hex(8)
    # One text, so that its headings keep their order; what is between two marks is a piece of it.
    pieces = re.split(rf"<p>{mark}:(\w+)</p>", render_markdown(with_marks(body, mark)))
    blocks = [
        Block(SafeString(html), by_item.get(item), asked.get(item))
        for html, item in zip(pieces[::2], [*pieces[1::2], ""], strict=True)
    ]
    return [one for one in blocks if one.html.strip() or one.known]


def text_of_contents(kind: str, body: str, parts: Parts) -> list[Block]:
    """The text of a module of a kind as learners read it, without a learner."""
    own = kind_of(kind).text(body, parts)
    return blocks_of(body) if own is None else [Block(own)]


def text_of_module(module: Module, person: Person) -> list[Block]:
    """The text of a module as a person reads it, with its checks where they are."""
    own = kind_of(module.kind).text(module.body, module.parts)
    if own is not None:
        return [Block(own)]
    has_checks = module.kind not in ASKING and bool(checks_in(module.body))
    return blocks_of(module.body, quiz_of(module, person) if has_checks else None)


def sittings_of(module: Module, person: Person) -> list[Sitting]:
    """The sittings of a person in the quiz of a module; one query."""
    rows = QuizSitting.objects.filter(module=module, person=person).select_related("sitting__person")
    return [one.sitting for one in rows.order_by("pk")]


def _asked(module: Module, person: Person) -> tuple[list[Sitting], Mapping[str, SittingItem]]:
    """The sittings of a person in the quiz of a module, and by question what was asked in them, with the
    second try if there was one: answers go before what waits in one that is open. One query."""
    ids = QuizSitting.objects.filter(module=module, person=person).values("sitting")
    shown = FilteredRelation("items", condition=Q(items__shown_at__isnull=False))
    rows = Sitting.objects.filter(pk__in=ids).annotate(shown=shown).order_by("pk", "shown__number")
    related = ("version__item", "version__picture", "part__skill", "second_try")
    sittings: dict[int, Sitting] = {}
    found: dict[str, SittingItem] = {}
    for sitting in rows.select_related("person", *(f"shown__{one}" for one in related)):
        sittings.setdefault(sitting.pk, sitting)
        if (asked := getattr(sitting, "shown", None)) is None:
            continue
        item = asked.version.item.public_id
        is_first_answer = asked.is_answered and not (item in found and found[item].is_answered)
        if is_first_answer or (item not in found and sitting.is_open):
            found[item] = asked
    return list(sittings.values()), found


def found_questions(text: str, most: int) -> list[ItemVersion]:
    """Questions of the bank that are asked now and match words, the best first; the newest for no words."""
    in_use = ItemVersion.objects.in_use()
    if not text.strip():
        return list(in_use.select_related("item__skill").order_by("-published_at", "-pk")[:most])
    ids = in_use.best_match_ids(text, most)
    found = ItemVersion.objects.select_related("item__skill").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found and found[pk].state == VersionState.PUBLISHED]
