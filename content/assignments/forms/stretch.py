"""What a manager offers as a stretch task, what the learner says of it, and what the manager has seen."""

import secrets
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import levels_of
from content.assignments.models import LONGEST_STRETCH, MOST_HOURS
from lifow.base.bounds import validate_day
from lifow.base.forms import TextField


class StretchForm(forms.Form):
    """Real work that trains a skill of somebody's."""

    skill = forms.ChoiceField(label=gettext_lazy("Skill that it trains"))
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level that it trains"),
        help_text=gettext_lazy("Who can do this well is at this level."),
        coerce=int,
        error_messages={"required": gettext_lazy("Choose a level.")},
    )
    title = TextField(
        label=gettext_lazy("Title"), help_text=gettext_lazy("What it is, in a few words."), max_length=200
    )
    text = TextField(
        label=gettext_lazy("What to do"),
        help_text=gettext_lazy("What the result is, who helps, and how both of you see that it is good."),
        max_length=LONGEST_STRETCH,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours of work"), validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )
    due_on = forms.DateField(
        label=gettext_lazy("Until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[validate_day],
    )
    idempotency_key = TextField(widget=forms.HiddenInput, max_length=64)

    def __init__(
        self, data: Any, *, skills: Iterable[Skill], levels_in: Skill | None, begin: Mapping[str, Any]
    ) -> None:
        super().__init__(data, initial={"idempotency_key": secrets.token_urlsafe(16), **begin})
        self.skills = {one.public_id: one for one in skills}
        choices = [(key, one.name) for key, one in self.skills.items()]
        self.fields["skill"].choices = choices  # type: ignore[attr-defined]
        shown = levels_in or next(iter(self.skills.values()), None)
        levels = levels_of(shown) if shown else []
        told = [("", _("Choose a level")), *((str(one.value), one.label) for one in levels)]
        self.fields["level"].choices = told  # type: ignore[attr-defined]

    def clean_skill(self) -> Skill:
        return self.skills[self.cleaned_data["skill"]]


class NoteForm(forms.Form):
    """A few words: why a task is declined, what came of it, what is missing."""

    note = TextField(
        label=gettext_lazy("A few words"),
        max_length=LONGEST_STRETCH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ConfirmForm(forms.Form):
    """The level that was seen, and what was seen."""

    words = TextField(
        label=gettext_lazy("What did you see?"),
        help_text=gettext_lazy("What works, the one thing to change, and how."),
        max_length=LONGEST_STRETCH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, skill: Skill, **options: Any) -> None:
        super().__init__(*args, **options)
        self.levels = levels_of(skill)
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Level"),
            coerce=Decimal,
            choices=[(str(one.value), one.label) for one in self.levels],
            required=False,
            error_messages={"invalid_choice": _("Choose one of the levels listed.")},
        )
        self.order_fields(["level", "words"])

    @cached_property
    def chosen(self) -> int | None:
        """The level chosen so far."""
        value = self["level"].value()
        return next((one.value for one in self.levels if str(one.value) == value), None)
