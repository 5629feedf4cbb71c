"""Rows of which the answers of a question are made; each kind has rows of its own, or none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.testing.bank.kinds.hotspot import SIDES, WHOLE
from assessments.testing.bank.kinds.numeric import LONGEST_NUMBER, LONGEST_UNIT
from assessments.testing.bank.kinds.parts import LONGEST_ANSWER, LONGEST_RATIONALE, MOST
from assessments.testing.bank.kinds.scenario import MOST_POINTS
from assessments.testing.bank.kinds.text import LONGEST
from lifow.base.form_rows import RowForm
from lifow.base.forms import TextField

RIGHT = "right"
"""The name of the radio buttons that mark the one right answer, by the key of its row."""


def _line(label: Any, longest: int = LONGEST_ANSWER, **options: Any) -> TextField:
    return TextField(label=label, max_length=longest, required=False, **options)


def rationale_field() -> TextField:
    """Why the answer is right, told after one was given."""
    return _line(
        _("Why"),
        LONGEST_RATIONALE,
        help_text=_("Shown after the answer."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerRow(RowForm):
    """One row. One of which nothing is filled in, not even why, is none."""

    @property
    def is_empty(self) -> bool:
        return super().is_empty and not self.cleaned_data.get("rationale")


class OptionRow(AnswerRow):
    """An option that is right or wrong."""

    text = _line(_("Answer"))
    is_right = forms.BooleanField(label=_("Right"), required=False)
    rationale = _line(_("Why"), LONGEST_RATIONALE)


class PointsRow(AnswerRow):
    """An option that gives points."""

    text = _line(_("Answer"))
    score = forms.IntegerField(label=_("Points"), min_value=0, max_value=MOST_POINTS, required=False)
    rationale = _line(_("Why"), LONGEST_RATIONALE)

    @property
    def row(self) -> dict[str, Any]:
        return {"score": 0, **super().row}


class StepRow(RowForm):
    """A step, at its place."""

    text = _line(_("Step"))


class PairRow(RowForm):
    """A left side and the right side that belongs to it."""

    left = _line(_("Left side"))
    right = _line(_("Right side"))
    texts = numbered = ("left", "right")


class AreaRow(AnswerRow):
    """An area of the picture, in percent from its upper left corner."""

    name = _line(_("Area"))
    x = forms.FloatField(label=_("From left"), min_value=0, max_value=WHOLE, required=False)
    y = forms.FloatField(label=_("From top"), min_value=0, max_value=WHOLE, required=False)
    width = forms.FloatField(label=_("Width"), min_value=0, max_value=WHOLE, required=False)
    height = forms.FloatField(label=_("Height"), min_value=0, max_value=WHOLE, required=False)
    is_right = forms.BooleanField(label=_("Right"), required=False)
    rationale = _line(_("Why"), LONGEST_RATIONALE)
    texts = ("name", *SIDES)
    numbered = ("name",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for side in SIDES:
            self.fields[side].widget.attrs |= {"step": "any", "data-side": side}


class LinesField(TextField):
    """A list of texts, one a line."""

    def __init__(self, *, label: Any, help_text: Any, longest: int = LONGEST_ANSWER) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            max_length=(longest + 2) * MOST,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))


class RationaleForm(forms.Form):
    """Why the answer is right."""

    rationale = rationale_field()


class MatchForm(forms.Form):
    """What belongs to nothing, and why the pairs are right."""

    others = LinesField(
        label=_("Right sides that belong to nothing"), help_text=_("One a line. They make guessing harder.")
    )
    rationale = rationale_field()


class NumericForm(forms.Form):
    """A number with its tolerance and unit."""

    answer = _line(_("Right number"), LONGEST_NUMBER, help_text=_("Such as 12.50."))
    tolerance = _line(
        _("Tolerance"), LONGEST_NUMBER, help_text=_("How far off an answer may be; 0 for this number alone.")
    )
    unit = _line(_("Unit"), LONGEST_UNIT, help_text=_("Shown behind the field, such as € or %."))
    rationale = rationale_field()


class AcceptedForm(forms.Form):
    """The texts that are right."""

    accepted = LinesField(
        label=_("Accepted answers"),
        help_text=_("One a line. Spaces, and how quotes and dashes are typed, make no difference."),
        longest=LONGEST,
    )
    is_case_sensitive = forms.BooleanField(label=_("Upper and lower case matter"), required=False)
    rationale = rationale_field()
