"""Tasks and feedback."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.frameworks.models import Skill
from assessments.frameworks.reports import levels_of
from lifow.base.forms import TextField


class TaskForm(forms.Form):
    """A piece of real work, and the skill that it shows."""

    title = TextField(label=_("Title"), help_text=_("What it is, in a few words."), max_length=200)
    body = TextField(
        label=_("Your work"),
        help_text=_("Paste the text or a link, and say what you were unsure of."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, *args, covered: Iterable[Skill], gapped: Iterable[Skill], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        groups = ((gettext("Skills that your mentor covers"), covered), (gettext("Your other gaps"), gapped))
        self.skills = {skill.public_id: skill for _label, skills in groups for skill in skills}
        self.fields["skill"] = forms.ChoiceField(
            label=_("Which skill does it show?"),
            choices=[
                (label, [(skill.public_id, skill.name) for skill in skills])
                for label, skills in groups
                if skills
            ],
        )
        self.order_fields(["skill", "title", "body"])

    def clean_skill(self) -> Skill:
        return self.skills[self.cleaned_data["skill"]]


class FeedbackForm(forms.Form):
    """The level that a task shows, and what the mentor saw; `corrects` names what was said before."""

    corrects = TextField(required=False, max_length=50, widget=forms.HiddenInput)
    text = TextField(
        label=_("What did you see?"),
        help_text=_("What works, the one thing to change, and how."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what you saw: a level alone helps nobody.")},
    )

    def __init__(self, *args, skill: Skill, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels_of(skill)
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Level"),
            coerce=Decimal,
            choices=[(str(level.value), level.label) for level in self.levels],
            error_messages={
                "required": _("Choose the level that this piece of work shows."),
                "invalid_choice": _("Choose one of the levels listed."),
            },
        )
        self.order_fields(["level", "text"])

    @cached_property
    def chosen(self) -> int | None:
        """The level chosen so far."""
        value = self["level"].value()
        return next((level.value for level in self.levels if str(level.value) == value), None)
