"""Whether a module was helpful, and why."""

from django import forms
from django.utils.translation import gettext_lazy

from content.votes.models import LONGEST_WORDS
from lifow.base.forms import TextField

YES, NO = "yes", "no"


class VoteForm(forms.Form):
    """Yes or not really, with a few words if somebody wants to."""

    helpful = forms.ChoiceField(
        label=gettext_lazy("Was this helpful?"),
        choices=[(YES, gettext_lazy("Yes")), (NO, gettext_lazy("Not really"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or not really.")},
    )
    words = TextField(
        label=gettext_lazy("What helped, or what was missing?"),
        help_text=gettext_lazy("Authors read it without your name."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
