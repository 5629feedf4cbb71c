"""What a case story adds to its text: who it was about, what was pitched, the objections, what closed it.

What the customer was like (customer type, account size, product) is what the module is filed under, as it
filters everything else too; a case cannot be published without any.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.builders import PartsBuilder, Rows
from content.kinds.stored import rows_of, text_of
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField
from lifow.people.persons.models import Person

LONGEST = 500
MOST_OBJECTIONS = 20
PITCHED, CLOSED_BY, OBJECTIONS = "pitched", "closed_by", "objections"


def _text(label: Any, **options: Any) -> TextField:
    return TextField(
        label=label, max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2}), **options
    )


class CaseForm(forms.Form):
    """What was offered, and what closed it."""

    pitched = _text(gettext_lazy("What was pitched"))
    closed_by = _text(
        gettext_lazy("What closed it"), help_text=gettext_lazy("Or why it was lost: both are worth reading.")
    )


class ObjectionRow(RowForm):
    """What the customer said against it, and the answer that was given."""

    text = _text(gettext_lazy("Objection"))
    answer = _text(gettext_lazy("What was answered"))
    texts = ("text", "answer")


class Objections(Rows):
    """Rows of objections."""

    name, row, most, begin_with = OBJECTIONS, ObjectionRow, MOST_OBJECTIONS, 1
    legend = gettext_lazy("Objections")
    add = gettext_lazy("Add an objection")


class CaseBuilder(PartsBuilder):
    """The part of the editor for case stories."""

    form_class, rows_classes = CaseForm, (Objections,)


class Case(KindOfModule):
    """A case story."""

    name = ModuleKind.CASE
    purpose = gettext_lazy("What happened with a customer, to be found before a similar call.")
    text_label = gettext_lazy("The story")
    begin_with = gettext_lazy("## The customer\n\n\n## What happened\n\n\n## What to take from it\n")
    parts_first = True

    def tidy(self, parts: Parts) -> dict[str, Any]:
        told = {name: text_of(parts, name, LONGEST) for name in (PITCHED, CLOSED_BY)}
        objections = rows_of(parts, OBJECTIONS, ("text", "answer"), most=MOST_OBJECTIONS, longest=LONGEST)
        return {**told, OBJECTIONS: objections} if objections or any(told.values()) else {}

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        if any(one["answer"] and not one["text"] for one in parts.get(OBJECTIONS, [])):
            return [PartProblem(OBJECTIONS, _("Say which objection the answer was given to."))]
        return ()

    def searched(self, parts: Parts) -> str:
        said = [text for one in parts.get(OBJECTIONS, []) for text in (one["text"], one["answer"])]
        return "\n".join(text for text in (parts.get(PITCHED), *said, parts.get(CLOSED_BY)) if text)

    def builder(self, data: QueryDict | None, parts: Parts) -> CaseBuilder:
        return CaseBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        tidy = self.tidy(parts)
        return Shown("content/kinds/case.html", tidy) if tidy else None

    def player(self, module: Module, person: Person) -> Shown | None:
        return self.preview(module.parts)
