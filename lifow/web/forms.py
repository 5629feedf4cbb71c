"""What people fill in on pages that read several apps."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Level, Skill


class RatingForm(forms.Form):
    """A level of one skill's scale, with a word on why. `once` makes a double click one rating."""

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
        value = str(self["level"].value() or "")
        return int(value) if value.isdecimal() else None


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """One level to choose from, with what it looks like in this skill."""

    value: int
    label: str
    text: str


def levels_of(skill: Skill) -> list[LevelChoice]:
    """The levels of a skill's scale, from “not yet” on."""
    levels = Level.objects.filter(scale__frameworks=skill.framework_id).order_by("value")
    texts = dict(skill.level_texts.values_list("value", "text"))
    choices = [LevelChoice(level.value, level.name, texts.get(level.value) or level.text) for level in levels]
    if choices and choices[0].value > 0:
        choices.insert(0, LevelChoice(0, gettext("Not yet"), gettext("Cannot do this yet.")))
    return choices
