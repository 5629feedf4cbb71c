"""What people fill in about mentoring."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Skill
from assessments.reports import levels_of
from mentoring.services import MOST_SEATS

MESSAGE_LENGTH = 600
NOTE_LENGTH = 300
TYPED_INTO = (forms.TextInput, forms.Textarea)


@dataclass(frozen=True, slots=True)
class Unsent:
    """What somebody wrote that could not be sent, a text a field, and why; the answering page shows both."""

    why: str
    texts: tuple[str, ...]


def unsent(form: forms.Form, why: str) -> Unsent | None:
    """What was typed into a form that cannot be taken any more; None where nothing was."""
    if not form.is_bound:
        return None
    typed = [name for name, field in form.fields.items() if isinstance(field.widget, TYPED_INTO)]
    texts = (str(form[name].value() or "").strip() for name in typed)
    kept = tuple(text for text in texts if text)
    return Unsent(why, kept) if kept else None


class AskForm(forms.Form):
    """A few words to the mentor."""

    message = forms.CharField(
        label=_("What would you like to work on?"),
        help_text=_("Two sentences are enough: a piece of work of yours, and where it is stuck."),
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NoteForm(forms.Form):
    """A word with a decision, for the other one to read, or for both where neither decides."""

    note = forms.CharField(
        label=_("A word with it"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


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
    about = forms.CharField(
        label=_("About your help"),
        help_text=_("Learners read it as your own words, beside what the evidence says."),
        required=False,
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TaskForm(forms.Form):
    """A piece of real work, and the skill that it shows."""

    title = forms.CharField(label=_("Title"), help_text=_("What it is, in a few words."), max_length=200)
    body = forms.CharField(
        label=_("The work itself"),
        help_text=_("Paste the text or a link, and say what you were unsure of."),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
    )

    def __init__(self, *args, covered: Iterable[Skill], gapped: Iterable[Skill], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        groups = ((gettext("Your mentor is proven in"), covered), (gettext("Your other gaps"), gapped))
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

    corrects = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    text = forms.CharField(
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
