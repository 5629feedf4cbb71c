"""Asking a question, answering it, and asking for help now."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.frameworks.models import Skill
from content.answers.choices import (
    LONGEST_ANSWER,
    LONGEST_COMMENT,
    LONGEST_TITLE,
    SHORTEST_TITLE,
    AnswerKind,
)
from content.facets.reports import KnownFacet
from lifow.base.bounds import LONGEST_TEXT
from lifow.base.forms import TextField
from lifow.people.persons.models import OrgUnit


class AskForm(forms.Form):
    """A question in one's own words; the rest is proposed from these."""

    title = TextField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("In one sentence, as you would ask a colleague."),
        max_length=LONGEST_TITLE,
        min_length=SHORTEST_TITLE,
    )
    body = TextField(
        label=gettext_lazy("Details"),
        help_text=gettext_lazy("What you tried, and what the customer or the screen says."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    skill = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("Who reads it"),
        help_text=gettext_lazy("Answers help the next person: ask everybody where you can."),
        required=False,
    )
    facets = forms.MultipleChoiceField(
        label=gettext_lazy("Concerns"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Ask without my name"),
        help_text=gettext_lazy(
            "Nothing is stored that leads to you. It is published within two hours, and you get a private "
            "link to follow it: nobody can send it to you again."
        ),
        required=False,
    )
    key = TextField(max_length=43, required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        skills: Iterable[Skill] = (),
        units: Iterable[OrgUnit] = (),
        facets: Iterable[KnownFacet] = (),
        may_be_anonymous: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        self.skills = {one.public_id: one for one in skills}
        self.units = {one.public_id: one for one in units}
        self.pairs = {
            f"{facet.key}:{value.key}": (facet, value) for facet in facets for value in facet.listed
        }
        self._choose(
            "skill", [("", _("Not in the list")), *((key, one.name) for key, one in self.skills.items())]
        )
        self._choose("unit", [("", _("Everybody")), *((key, one.name) for key, one in self.units.items())])
        self._choose(
            "facets", [(key, f"{facet.name}: {value.name}") for key, (facet, value) in self.pairs.items()]
        )
        if not may_be_anonymous:
            del self.fields["is_anonymous"]

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_skill(self) -> Skill | None:
        return self.skills.get(self.cleaned_data["skill"])

    def clean_unit(self) -> OrgUnit | None:
        return self.units.get(self.cleaned_data["unit"])

    def clean_facets(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key in self.cleaned_data["facets"]:
            facet, value = self.pairs[key]
            found.setdefault(facet.key, []).append(value.key)
        return found


class AnswerForm(forms.Form):
    """An answer, and what it is about: that says when it is to be looked at again."""

    text = TextField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("The answer first, then why. Markdown works; links are welcome."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("It says"),
        choices=AnswerKind,
        initial=AnswerKind.PROCEDURE,
        help_text=gettext_lazy("Once verified, it is looked at again after a time that depends on this."),
    )


class CommentForm(forms.Form):
    """A few words below a question or an answer."""

    comment = TextField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer = TextField(max_length=40, required=False, widget=forms.HiddenInput)


class HelpForm(forms.Form):
    """What somebody is stuck in."""

    title = TextField(
        label=gettext_lazy("What are you stuck in?"),
        help_text=gettext_lazy("One sentence: whoever reads it decides by it whether they can help."),
        max_length=LONGEST_TITLE,
    )
    text = TextField(
        label=gettext_lazy("Details"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    skill = forms.ChoiceField(label=gettext_lazy("About"))
    key = TextField(max_length=64, required=False, widget=forms.HiddenInput)
    about = TextField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, skills: Iterable[Skill], **options: Any) -> None:
        super().__init__(data, **options)
        self.skills = {one.public_id: one for one in skills}
        choices = [("", _("Choose a skill")), *((key, one.name) for key, one in self.skills.items())]
        self.fields["skill"].choices = choices  # type: ignore[attr-defined]

    def clean_skill(self) -> Skill:
        found = self.skills.get(self.cleaned_data["skill"])
        if found is None:
            raise ValidationError(_("Choose a skill: people who are strong in it are asked."))
        return found


class AgreeForm(forms.Form):
    """Question and answer as others are to read them, and the level that the asker saw."""

    title = TextField(label=gettext_lazy("Question"), max_length=LONGEST_TITLE, min_length=SHORTEST_TITLE)
    text = TextField(
        label=gettext_lazy("Answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 10})
    )
    number = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level that you saw"),
        help_text=gettext_lazy("Optional. It counts as evidence for the person who helped you."),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, levels: Iterable[tuple[int, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        told = list(levels)
        if told:
            choices = [("", _("Say nothing of it")), *((str(value), label) for value, label in told)]
            self.fields["level"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["level"]
