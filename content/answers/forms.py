"""Changing questions and answers, merging, reviewing, and FAQ pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from content.answers.choices import (
    LONGEST_ANSWER,
    LONGEST_COMMENT,
    LONGEST_TITLE,
    SHORTEST_TITLE,
    AnswerKind,
)
from lifow.base.bounds import LONGEST_LINE, LONGEST_TEXT
from lifow.base.forms import TextField


class QuestionForm(forms.Form):
    """A question in other words."""

    title = TextField(label=gettext_lazy("Question"), max_length=LONGEST_TITLE, min_length=SHORTEST_TITLE)
    body = TextField(
        label=gettext_lazy("Details"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ChangeForm(forms.Form):
    """An answer in other words."""

    text = TextField(
        label=gettext_lazy("Answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("What it says now is kept. Other words have to be verified anew."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("It says"), choices=AnswerKind)


class MergeForm(forms.Form):
    """The question that stays."""

    into = forms.ChoiceField(
        label=gettext_lazy("The question that stays"),
        help_text=gettext_lazy("Answers, comments and followers move there, and this address leads there."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["into"].choices = choices  # type: ignore[attr-defined]


class WrongForm(forms.Form):
    """What is wrong, if somebody has a moment to say."""

    words = TextField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("Optional. We have it already, and you are told what was done."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(forms.Form):
    """What an answer says from now on, and a word to those who said that it is wrong."""

    text = TextField(
        label=gettext_lazy("Answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 10})
    )
    note = TextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Whoever said that it is wrong reads this."),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class FaqForm(forms.Form):
    """An FAQ page: its answers are put on it from the pages of questions."""

    title = TextField(label=gettext_lazy("Title"), max_length=LONGEST_LINE, min_length=3)
    intro = TextField(
        label=gettext_lazy("Introduction"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
