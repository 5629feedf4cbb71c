"""The offer to mentor, and what colleagues may find somebody for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from lifow.base.forms import TextField
from mentoring.mentors.models import MOST_SEATS

ABOUT_LENGTH = 600


class OfferForm(forms.Form):
    """How many learners at a time, and what one likes to help with."""

    capacity = forms.IntegerField(
        label=_("How many people at a time?"),
        help_text=_("One person takes about half an hour a week, for eight weeks."),
        min_value=1,
        max_value=MOST_SEATS,
        error_messages={
            "invalid": _("Give a whole number."),
            "min_value": _("Offer at least one seat, or stop mentoring below."),
            "max_value": _("Offer at most %(limit_value)s seats."),
        },
    )
    about = TextField(
        label=_("What you can help with"),
        help_text=_("Learners read this beside the evidence of your skills."),
        required=False,
        max_length=ABOUT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class FoundForForm(forms.Form):
    """The skills that somebody's work has shown, each to be found for or not."""

    skills = forms.MultipleChoiceField(
        label=_("Colleagues may find me for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, skills: Iterable[Skill], **options: Any) -> None:
        super().__init__(data, **options)
        self.known = {one.public_id: one for one in skills}
        choices = [(public_id, one.name) for public_id, one in self.known.items()]
        self.fields["skills"].choices = choices  # type: ignore[attr-defined]

    def clean_skills(self) -> list[Skill]:
        return [self.known[one] for one in self.cleaned_data["skills"]]
