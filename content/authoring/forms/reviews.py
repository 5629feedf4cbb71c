"""What is said of a module by those who review it, and where it is sent."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.authoring.choices import CommentPlace
from content.authoring.models import LONGEST_PASSAGE
from content.catalogue.models import LONGEST_NOTE, Module
from content.catalogue.services import EDITION_LENGTH
from lifow.base.bounds import LONGEST_TEXT
from lifow.base.forms import TextField
from lifow.people.persons.models import Person


class ReviewForm(forms.Form):
    """What a reviewer says; `edition` is of what they have read."""

    note = TextField(
        label=gettext_lazy("Note to the author"),
        help_text=gettext_lazy("Needed if you send it back: what to change, and why."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    edition = forms.RegexField(rf"^[0-9a-f]{{{EDITION_LENGTH}}}$", required=False, widget=forms.HiddenInput)


class SubmitForm(forms.Form):
    """Who is asked to review a module."""

    reviewer = forms.ChoiceField(label=gettext_lazy("Who reviews it"), required=False)

    def __init__(self, *args: Any, reviewers: Mapping[str, Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.reviewers = reviewers
        people = [(public_id, str(one)) for public_id, one in reviewers.items()]
        field = cast("forms.ChoiceField", self.fields["reviewer"])
        field.choices = [("", _("Any other author")), *people]

    def clean_reviewer(self) -> Person | None:
        return self.reviewers.get(self.cleaned_data["reviewer"])


class CommentForm(forms.Form):
    """A comment on a place, or an answer to one. `token` is of the page that it was written on."""

    text = TextField(
        label=gettext_lazy("Comment"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write your comment.")},
    )
    place = forms.ChoiceField(choices=CommentPlace.choices, required=False, widget=forms.HiddenInput)
    passage = TextField(max_length=LONGEST_PASSAGE, required=False, strip=False, widget=forms.HiddenInput)
    token = TextField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean_place(self) -> str:
        return self.cleaned_data["place"] or CommentPlace.WHOLE.value

    def clean_passage(self) -> str:
        # A browser sends line ends of its own.
        passage: str = self.cleaned_data["passage"]
        return passage.replace("\r\n", "\n")


class OutdateForm(forms.Form):
    """Why a module is not right any more, and what to read instead."""

    note = TextField(
        label=gettext_lazy("What is not right any more"),
        help_text=gettext_lazy("Learners who open it read this first."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    replaced_by = TextField(
        label=gettext_lazy("What to read instead"),
        help_text=gettext_lazy("The title of a published module."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, module: Module, **options: Any) -> None:
        super().__init__(*args, **options)
        self.module = module

    def clean_replaced_by(self) -> Module | None:
        title = self.cleaned_data["replaced_by"]
        if not title:
            return None
        found = Module.objects.published().filter(title__iexact=title).exclude(pk=self.module.pk)
        first: Module | None = found.order_by("pk").first()
        if first is None:
            message = _("There is no other published module “%(title)s”. Copy its title from the catalogue.")
            raise ValidationError(message, params={"title": title})
        return first
