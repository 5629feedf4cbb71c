"""The part of the editor for quizzes: questions of the bank that are searched, chosen and put in order."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy

from assessments.testing.bank.models import ItemVersion
from assessments.testing.bank.reports import summary_of
from content.catalogue.kinds import BUTTONS, Parts
from content.kinds.quiz.parts import LONGEST_ID, MOST_QUESTIONS, QUESTIONS, questions_of, tidy
from content.kinds.quiz.reports import KnownQuestion, found_questions, known_questions
from lifow.base.form_rows import RowForm, RowSet, error_lines, focus_row
from lifow.base.forms import TextField

PREFIX = f"parts-{QUESTIONS}"
FIND, PICK = f"{BUTTONS}-find", f"{BUTTONS}-pick"
TEXT = "parts-find"
MOST_FOUND = 8


class QuestionRow(RowForm):
    """One question that was chosen: all of it is hidden, and the page shows what the bank says."""

    item = TextField(max_length=LONGEST_ID, required=False, widget=forms.HiddenInput)
    version = TextField(max_length=LONGEST_ID, required=False, widget=forms.HiddenInput)
    texts, numbered = ("item",), ()


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question that the search has found, and whether the quiz has it."""

    version: ItemVersion
    is_chosen: bool

    @property
    def summary(self) -> str:
        return summary_of(self.version)


class QuizBuilder:
    """Questions in order, and a search for more of them.

    Once it is sent, each is taken in the wording that the bank has now: the author has it before them.
    """

    template = "content/kinds/quiz/builder.html"
    row: ClassVar[type[QuestionRow]] = QuestionRow
    most: ClassVar[int] = MOST_QUESTIONS
    hint: ClassVar[str | Promise] = gettext_lazy("Learners are asked one at a time, in this order.")
    is_ordered: ClassVar[bool] = True
    """Whether an author puts the questions in order."""

    @staticmethod
    def tidied(rows: Sequence[Any]) -> list[dict[str, Any]]:
        """Rows as they are stored."""
        return list(tidy({QUESTIONS: rows}).get(QUESTIONS, []))

    def __init__(self, data: QueryDict | None, parts: Parts) -> None:
        self.row_set = RowSet(prefix=PREFIX, button=f"{BUTTONS}-{QUESTIONS}", most=self.most, least=0)
        self.data, self.refused = data, list[tuple[str, str]]()
        self.text = data.get(TEXT, "")[:200] if data is not None else ""
        if data is None:
            stored = self.tidied(parts.get(QUESTIONS, []))
            self.forms = self.row_set.begun(self.row, stored, begin_with=0)
            return
        self.forms = self.row_set.bound(self.row, self._picked(self.row_set.changed(data)))
        if self.row_set.button in data:
            focus_row(self.forms, data.get(self.row_set.button, ""))

    def _picked(self, data: QueryDict) -> QueryDict:
        """What was sent with the question that a button has chosen at its end."""
        item, count = data.get(PICK, ""), self.row_set.count(data)
        if not item or count >= self.most:
            return data
        changed = data.copy()
        changed[self.row_set.count_name] = str(count + 1)
        changed[f"{PREFIX}-{count}-key"], changed[f"{PREFIX}-{count}-item"] = secrets.token_hex(4), item
        return changed

    @cached_property
    def found(self) -> Sequence[FoundQuestion]:
        """What the search has found, once somebody has searched."""
        if self.data is None or not (self.text or FIND in self.data):
            return ()
        chosen = {one["item"] for one in self._rows}
        found = found_questions(self.text, MOST_FOUND)
        return [FoundQuestion(one, one.item.public_id in chosen) for one in found]

    @property
    def is_searched(self) -> bool:
        return self.data is not None and bool(self.text or FIND in self.data)

    @property
    def is_full(self) -> bool:
        return len(self._rows) >= self.most

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        for form in self.forms:
            form.is_valid()
        # Of a row in which something is wrong stays what is right: it is shown with what to correct.
        rows = [form.row if form.is_bound else dict(form.initial) for form in self.forms]
        return self.tidied(rows)

    @cached_property
    def rows(self) -> Sequence[tuple[Any, KnownQuestion]]:
        """Each form with what the bank says of its question."""
        known = {one.key: one for one in known_questions(questions_of({QUESTIONS: self._rows}))}
        found = ((form, known.get(str(form["key"].value() or ""))) for form in self.forms)
        return [(form, one) for form, one in found if one is not None]

    @property
    def given(self) -> list[forms.Form]:
        """All its forms."""
        return list(self.forms)

    def is_valid(self) -> bool:
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    @property
    def parts(self) -> dict[str, Any]:
        """The questions; what was sent takes the wordings of now."""
        if self.data is None:
            return {QUESTIONS: self._rows}
        now = {one.key: one.version.public_id for _form, one in self.rows if one.version}
        return {QUESTIONS: [{**one, "version": now.get(one["key"], one["version"])} for one in self._rows]}

    def add_error(self, field: str, message: str) -> None:
        self.refused.append((field, message))

    @property
    def error_lines(self) -> list[tuple[str, str, str]]:
        """Each thing that is wrong: the id of its field, the label, and what to do."""
        return [*error_lines(self.forms), *self.refused_lines]

    @property
    def refused_lines(self) -> list[tuple[str, str, str]]:
        """What a service refused of the list as a whole."""
        label = str(gettext_lazy("Questions"))
        return [(PREFIX, label, message) for _field, message in self.refused]
