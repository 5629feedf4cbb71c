"""What people fill in on pages that read several apps."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Level, Skill


class RatingForm(forms.Form):
    """A level of one skill's scale, with a word on why. `once` makes a double click one rating."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=Decimal,
        error_messages={
            "required": _("Choose the level that fits best."),
            "invalid_choice": _("Choose one of the levels listed."),
        },
    )
    note = forms.CharField(
        label=_("What is it based on?"),
        help_text=_("A piece of work or a moment that shows it."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, skill: Skill, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.skill = skill
        values = Level.objects.filter(scale__frameworks=skill.framework_id).order_by("value")
        texts = dict(skill.level_texts.values_list("value", "text"))
        self.levels = [
            {"value": level.value, "label": level.name, "text": texts.get(level.value) or level.text}
            for level in values
        ]
        if self.levels and self.levels[0]["value"] > 0:
            self.levels.insert(0, {"value": 0, "label": _("Not yet"), "text": _("I cannot do this yet.")})
        self.fields["level"].choices = [(str(level["value"]), level["label"]) for level in self.levels]
