"""The part of the editor for product updates: the day, whom it concerns, and what it replaces."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Role, Skill
from content.catalogue.kinds import BUTTONS
from content.catalogue.models import Module
from content.kinds.builders import PartsBuilder, Rows
from content.kinds.picking import Choice, Picker
from content.kinds.quiz.forms import QuizBuilder
from content.kinds.reading import modules_named
from content.kinds.update.choices import LEAST_TERM, LONGEST_TERM
from content.kinds.update.parts import (
    FROM_DAY,
    KEPT,
    MOST_KEPT,
    MOST_QUESTIONS,
    MOST_REPLACED,
    MOST_ROLES,
    MOST_SKILLS,
    MOST_TERMS,
    REPLACED,
    ROLES,
    SKILLS,
    TERMS,
    said_in,
)
from content.kinds.update.reports import Replaced, to_be_replaced, whom_named
from lifow.base.bounds import validate_day
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField
from lifow.base.word_search import MOST_FOUND

SHOW = f"{BUTTONS}-replaced-shown"


class UpdateForm(forms.Form):
    """From when it is so."""

    from_day = forms.DateField(
        label=gettext_lazy("In force from"),
        help_text=gettext_lazy("On this day the modules below are marked as outdated."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[validate_day],
        required=False,
    )

    def clean_from_day(self) -> str:
        day = self.cleaned_data[FROM_DAY]
        return day.isoformat() if day else ""


class TermRow(RowForm):
    """Words that are not right any more, and what is said instead."""

    text = TextField(label=gettext_lazy("Replaced words"), max_length=LONGEST_TERM, required=False)
    instead = TextField(label=gettext_lazy("Now"), max_length=LONGEST_TERM, required=False)
    texts = numbered = ("text", "instead")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if text and len(text) < LEAST_TERM:
            message = _("Use at least %(least)s characters: less stands in every text.")
            raise ValidationError(message % {"least": LEAST_TERM})
        return text

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("instead") and not self.cleaned_data.get("text") and not self.errors:
            message = _("Write the words that these replace.")
            self.add_error("text", ValidationError(message, code="required"))
        return self.cleaned_data


class Terms(Rows):
    """Words that an update replaces."""

    name, row, most, begin_with = TERMS, TermRow, MOST_TERMS, 1
    legend = gettext_lazy("Words that it replaces")
    hint = gettext_lazy(
        "Names, limits and terms that are not right any more, such as “separate debit”. Modules that mention "
        "them are marked as outdated."
    )
    add = gettext_lazy("Add words")


class WhomPicker(Picker):
    """Whom an update concerns: roles, or those whose role needs a skill."""

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        self.stored = said_in(parts)
        super().__init__(data, parts)

    def known_by(self, refs: Sequence[str]) -> Mapping[str, Choice]:
        """What is stored comes with that of the other picker, by the query that the preview has, too."""
        roles, skills = self.stored.roles, self.stored.skills
        if not {*refs} <= {*roles, *skills}:
            roles, skills = (refs, ()) if self.name == ROLES else ((), refs)
        return {
            one.public_id: Choice(one.public_id, one.name, one.above) for one in whom_named(roles, skills)
        }


class RolePicker(WhomPicker):
    """Roles that an update concerns."""

    name, most = ROLES, MOST_ROLES
    legend = gettext_lazy("Roles that it concerns")
    hint = gettext_lazy("Everybody with one of these roles is told once, and counted as a reader.")
    search_label = gettext_lazy("Search roles")

    def found_by(self, text: str) -> Sequence[Choice]:
        rows = Role.objects.filter(retired_at__isnull=True, name__icontains=text.strip())
        return [_role(one) for one in rows.select_related("family").order_by("name", "pk")[:MOST_FOUND]]


class SkillPicker(WhomPicker):
    """Skills that an update touches."""

    name, most = SKILLS, MOST_SKILLS
    legend = gettext_lazy("Skills that it touches")
    hint = gettext_lazy("Everybody whose role needs one of these skills is concerned too.")
    search_label = gettext_lazy("Search skills")

    def found_by(self, text: str) -> Sequence[Choice]:
        rows = Skill.objects.assessable().select_related("parent")
        if text.strip():
            return [_skill(one) for one in rows.best_matches(text, MOST_FOUND)]
        return [_skill(one) for one in rows.order_by("name", "pk")[:MOST_FOUND]]


class ReplacedPicker(Picker):
    """Modules that an update outdates whatever they mention."""

    name, most = REPLACED, MOST_REPLACED
    legend = gettext_lazy("Modules that it replaces")
    hint = gettext_lazy("Beside those that mention the words above.")
    search_label = gettext_lazy("Search modules")

    def found_by(self, text: str) -> Sequence[Choice]:
        rows = Module.objects.published()
        if text.strip():
            return [module_choice(one) for one in rows.best_matches(text, MOST_FOUND)]
        return [module_choice(one) for one in rows.order_by("-updated_at", "-pk")[:MOST_FOUND]]

    def known_by(self, refs: Sequence[str]) -> Mapping[str, Choice]:
        return {ref: module_choice(one) for ref, one in modules_named(refs).items()}


def module_choice(module: Module) -> Choice:
    """A module as it can be chosen."""
    minutes = _("%(minutes)s min") % {"minutes": module.minutes}
    return Choice(
        module.public_id,
        module.title,
        f"{module.kind_label} · {minutes}",
        reverse("content:module", args=[module.public_id]),
    )


def _role(role: Role) -> Choice:
    return Choice(role.public_id, role.name, role.family.name if role.family else "")


def _skill(skill: Skill) -> Choice:
    return Choice(skill.public_id, skill.name, skill.parent.name if skill.parent else "")


class UpdateQuestions(QuizBuilder):
    """The questions that a product update asks, a few."""

    most = MOST_QUESTIONS


class UpdateBuilder(PartsBuilder):
    """The part of the editor for product updates."""

    template = "content/kinds/update/builder.html"
    form_class, rows_classes = UpdateForm, (Terms,)
    picker_classes = (RolePicker, SkillPicker, ReplacedPicker)
    show = SHOW

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        super().__init__(data, parts)
        stored = parts.get(KEPT)
        self._kept = list(stored) if isinstance(stored, list) else []
        if data is not None:
            self._kept = data.getlist(f"parts-{KEPT}")[:MOST_KEPT]
        self.questions = UpdateQuestions(data, parts)

    @property
    def given(self) -> list[forms.Form]:
        """All its forms, those of rows among them."""
        return [*super().given, *self.questions.given]

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.questions.is_valid()])

    @property
    def parts(self) -> dict[str, Any]:
        return {**super().parts, KEPT: self._kept, **self.questions.parts}

    @cached_property
    def outdated(self) -> Sequence[Replaced]:
        """The modules that it would mark as outdated, and those that it leaves."""
        return to_be_replaced(self.parts)

    @property
    def terms(self) -> Rows:
        return self.rows[0]

    def add_error(self, field: str, message: str) -> None:
        if field in self.questions.parts:
            self.questions.add_error(field, message)
        else:
            super().add_error(field, message)

    @property
    def error_lines(self) -> list[tuple[str, str, str]]:
        """Each thing that is wrong: the id of its field, the label, and what to do."""
        return [*super().error_lines, *self.questions.refused_lines]
