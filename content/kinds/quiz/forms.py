"""The part of the editor for quizzes: questions of the bank that are searched, chosen and put in order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import summary_of
from content.catalogue.kinds import Parts
from content.kinds.picking import Choice, Picker
from content.kinds.quiz.parts import LONGEST_ID, MOST_QUESTIONS, QUESTIONS, questions_of, tidy
from content.kinds.quiz.reports import KnownQuestion, found_questions, known_questions
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField
from lifow.base.word_search import MOST_FOUND


class QuestionRow(RowForm):
    """One question that was chosen: all of it is hidden, and the page shows what the bank says."""

    item = TextField(max_length=LONGEST_ID, required=False, widget=forms.HiddenInput)
    version = TextField(max_length=LONGEST_ID, required=False, widget=forms.HiddenInput)
    texts, numbered = ("item",), ()


class QuizBuilder(Picker):
    """Questions in order, and a search for more of them.

    Once it is sent, each is taken in the wording that the bank has now: the author has it before them.
    """

    name, row, ref, most = QUESTIONS, QuestionRow, "item", MOST_QUESTIONS
    template = "content/kinds/quiz/builder.html"
    hint = gettext_lazy("Learners are asked one at a time, in this order.")
    search_label = gettext_lazy("Search questions")
    is_ordered = True

    def __init__(self, data: QueryDict | None, parts: Parts) -> None:
        self.refused = list[tuple[str, str]]()
        super().__init__(data, parts)

    @staticmethod
    def tidied(rows: Sequence[Any]) -> Sequence[dict[str, Any]]:
        """Rows as they are stored."""
        return list(tidy({QUESTIONS: rows}).get(QUESTIONS, []))

    def found_by(self, text: str) -> Sequence[Choice]:
        """Questions that match words, the best first; the newest for no words."""
        return [_choice(one) for one in found_questions(text, MOST_FOUND)]

    @cached_property
    def filled(self) -> list[dict[str, Any]]:
        """What was chosen, or is stored: of a row in which something is wrong what is right, which is shown
        with what to correct."""
        for form in self.forms:
            form.is_valid()
        rows = [form.row if form.is_bound else dict(form.initial) for form in self.forms]
        return list(self.tidied(rows))

    @cached_property
    def rows(self) -> Sequence[tuple[Any, KnownQuestion]]:
        """Each form with what the bank says of its question."""
        known = {one.key: one for one in known_questions(questions_of({QUESTIONS: self.filled}))}
        found = ((form, known.get(str(form["key"].value() or ""))) for form in self.forms)
        return [(form, one) for form, one in found if one is not None]

    @property
    def given(self) -> list[forms.Form]:
        """All its forms."""
        return list(self.forms)

    @property
    def parts(self) -> dict[str, Any]:
        """The questions; what was sent takes the wordings of now."""
        if self.data is None:
            return {QUESTIONS: self.filled}
        now = {one.key: one.version.public_id for _form, one in self.rows if one.version}
        return {QUESTIONS: [{**one, "version": now.get(one["key"], one["version"])} for one in self.filled]}

    def add_error(self, field: str, message: str) -> None:
        self.refused.append((field, message))

    @property
    def error_lines(self) -> list[tuple[str, str, str]]:
        """Each thing that is wrong: the id of its field, the label, and what to do."""
        return [*super().error_lines, *self.refused_lines]

    @property
    def refused_lines(self) -> list[tuple[str, str, str]]:
        """What a service refused of the list as a whole."""
        label = str(gettext_lazy("Questions"))
        return [(self.prefix, label, message) for _field, message in self.refused]


def _choice(version: ItemVersion) -> Choice:
    told = {"skill": version.item.skill, "level": version.level, "kind": version.get_kind_display()}
    note = _("%(skill)s · level %(level)s · %(kind)s") % told
    return Choice(version.item.public_id, summary_of(version), note)
