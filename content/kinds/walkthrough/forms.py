"""The part of the editor for walkthroughs: steps, each with a picture and the place on it."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.kinds.builders import PartsBuilder, Rows
from content.kinds.stored import LONGEST_REF
from content.kinds.walkthrough.choices import StepAct
from content.kinds.walkthrough.parts import (
    LEAST,
    LONGEST_HINT,
    LONGEST_STEP,
    LONGEST_TYPED,
    MOST_STEPS,
    SIDES,
    STEPS,
    WHOLE,
)
from content.kinds.walkthrough.reports import pictures_named
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField
from lifow.base.media.encoding import MOST_BYTES
from lifow.base.media.models import Picture
from lifow.base.media.services import PictureError

BEGIN, FILE, REFUSED = f"parts-{STEPS}-", "-file", "refused"


def _side(label: Any, name: str) -> forms.FloatField:
    attrs = {"data-side": name, "step": "0.1", "inputmode": "decimal"}
    return forms.FloatField(
        label=label,
        min_value=0,
        max_value=WHOLE,
        required=False,
        widget=forms.NumberInput(attrs=attrs),
    )


def _hidden(longest: int) -> TextField:
    return TextField(max_length=longest, required=False, widget=forms.HiddenInput)


class StepRow(RowForm):
    """One step. Its picture is uploaded beside it, and named here by its public id."""

    text = TextField(
        label=gettext_lazy("Step"),
        max_length=LONGEST_STEP,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    picture = _hidden(LONGEST_REF)
    alt = TextField(
        label=gettext_lazy("What the picture shows"),
        help_text=gettext_lazy("For those who do not see it."),
        max_length=LONGEST_HINT,
        required=False,
    )
    act = forms.ChoiceField(
        label=gettext_lazy("What to do"), choices=StepAct.choices, required=False, initial=StepAct.CLICK
    )
    typed = TextField(
        label=gettext_lazy("What to type"),
        help_text=gettext_lazy("Empty: anything will do."),
        max_length=LONGEST_TYPED,
        required=False,
    )
    hint = TextField(
        label=gettext_lazy("Hint"),
        help_text=gettext_lazy("Shown to whoever clicks elsewhere or types something else."),
        max_length=LONGEST_HINT,
        required=False,
    )
    anchor = _hidden(LONGEST_HINT)
    refused = _hidden(LONGEST_HINT)
    x = _side(gettext_lazy("From left"), "x")
    y = _side(gettext_lazy("From top"), "y")
    width = _side(gettext_lazy("Width"), "width")
    height = _side(gettext_lazy("Height"), "height")
    texts = ("text", "alt", "picture", "typed", "hint", "anchor", "refused")

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if told := said.pop(REFUSED, ""):
            self.add_error("alt", told)
        sides = [said.get(name) for name in SIDES]
        if any(side is not None for side in sides) and not self._is_area(sides):
            message = _("Give all four numbers, in percent of the picture, or none.")
            self.add_error("x", message)
        said["act"] = said.get("act") or StepAct.CLICK
        return said

    @staticmethod
    def _is_area(sides: list[float | None]) -> bool:
        told = [side for side in sides if side is not None]
        return len(told) == len(SIDES) and min(told[2:]) >= LEAST and max(told[0], told[1]) < WHOLE

    @property
    def sides(self) -> list[Any]:
        """The fields of the place on the picture."""
        return [self[name] for name in SIDES]

    @property
    def drawn(self) -> dict[str, str]:
        """The place as it is drawn on the picture; empty where there is none."""
        told = {name: self._number(name) for name in SIDES}
        return (
            {name: f"{side:g}" for name, side in told.items() if side is not None}
            if all(side is not None for side in told.values())
            else {}
        )

    def _number(self, name: str) -> float | None:
        try:
            return float(self[name].value())
        except (TypeError, ValueError):
            return None


class Steps(Rows):
    """The steps of a walkthrough."""

    name, row, most, begin_with = STEPS, StepRow, MOST_STEPS, 1
    legend = gettext_lazy("Steps")
    hint = gettext_lazy(
        "One thing to do in each. Choose a picture, or paste one into the step, and draw the place to act on."
    )
    row_template = "content/kinds/walkthrough/builder_row.html"
    add = gettext_lazy("Add a step")

    @cached_property
    def pictures(self) -> Mapping[str, Picture]:
        """The pictures that the rows name, by their public ids; one query."""
        named = (str(form["picture"].value() or "") for form in self.forms)
        return pictures_named({one for one in named if one})

    @property
    def shown(self) -> list[tuple[StepRow, Picture | None]]:
        return [(form, self.pictures.get(str(form["picture"].value() or ""))) for form in self.forms]


class WalkthroughBuilder(PartsBuilder):
    """The part of the editor for walkthroughs."""

    template = "content/kinds/walkthrough/builder.html"
    rows_classes = (Steps,)

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        super().__init__(data, parts)
        for form, picture in self.rows[0].shown:  # type: ignore[attr-defined]
            form.shown_picture = picture


def with_files(data: QueryDict, files: Any, store: Callable[[bytes], Picture]) -> QueryDict:
    """What was sent, with the pictures that came with it in its steps; what is refused is told there."""
    changed = data.copy()
    for name, file in files.items():
        if not (name.startswith(BEGIN) and name.endswith(FILE)):
            continue
        row = name.removesuffix(FILE)
        try:
            changed[f"{row}-picture"] = store(file.read(MOST_BYTES + 1)).public_id
        except PictureError as error:
            changed[f"{row}-{REFUSED}"] = str(error)
    return changed
