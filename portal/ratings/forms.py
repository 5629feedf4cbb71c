"""The form in which a level is given."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import levels_of
from lifow.base.forms import TextField


class RatingForm(forms.Form):
    """A level of one skill's scale, with a word on why. `idempotency_key` makes a double click one rating."""

    note = TextField(
        label=_("What is it based on?"),
        help_text=_("A piece of work or a moment that shows it."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    idempotency_key = TextField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, skill: Skill, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.skill = skill
        self.levels = levels_of(skill)
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Level"),
            coerce=Decimal,
            choices=[(str(level.value), level.label) for level in self.levels],
            error_messages={
                "required": _("Choose the level that fits best."),
                "invalid_choice": _("Choose one of the levels listed."),
            },
        )

    @property
    def chosen(self) -> int | None:
        """The level that is chosen so far, as it was typed or as it is proposed."""
        value = self["level"].value()
        return next((level.value for level in self.levels if str(level.value) == value), None)
