"""The part of the editor for paths: modules that are searched and put in order, with pauses."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind
from content.catalogue.models import Module
from content.kinds.builders import PartsBuilder
from content.kinds.path.parts import LONGEST_WHY, MOST_DAYS, MOST_STOPS, STOPS
from content.kinds.picking import Choice, PickedRow, Picker
from content.kinds.reading import modules_named
from lifow.base.forms import TextField
from lifow.base.word_search import MOST_FOUND


class StopRow(PickedRow):
    """A module of a path, with the days before it."""

    days = forms.IntegerField(
        label=gettext_lazy("Days after the one before was done"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    why = TextField(
        label=gettext_lazy("Why it comes here"),
        max_length=LONGEST_WHY,
        required=False,
    )


class StopPicker(Picker):
    """The modules of a path."""

    name, row, most, is_ordered = STOPS, StopRow, MOST_STOPS, True
    legend = gettext_lazy("Modules of the path")
    hint = gettext_lazy(
        "In the order in which they are done. A pause is in days: 2 opens a module two days after the one "
        "before it was done."
    )
    search_label = gettext_lazy("Search modules")

    def found_by(self, text: str) -> Sequence[Choice]:
        rows = _possible()
        if text.strip():
            return [_choice(one) for one in rows.best_matches(text, MOST_FOUND)]  # type: ignore[attr-defined]
        return [_choice(one) for one in rows.order_by("-updated_at", "-pk")[:MOST_FOUND]]

    def known_by(self, refs: Sequence[str]) -> Mapping[str, Choice]:
        return {ref: _choice(one) for ref, one in modules_named(refs).items()}


class PathBuilder(PartsBuilder):
    """The part of the editor for paths."""

    template = "content/kinds/path/builder.html"
    picker_classes = (StopPicker,)


def _possible() -> QuerySet[Module]:
    """What a path may hold: no other path, so that none leads back to itself."""
    rows: Any = Module.objects.current()
    found: QuerySet[Module] = rows.exclude(kind=ModuleKind.PATH)
    return found


def _choice(module: Module) -> Choice:
    minutes = _("%(minutes)s min") % {"minutes": module.minutes}
    is_there = module.status == Module.Status.PUBLISHED
    warning = "" if is_there else _("It is not published: learners skip it.")
    address = reverse("content:module", args=[module.public_id])
    return Choice(module.public_id, module.title, f"{module.kind_label} · {minutes}", address, warning)
