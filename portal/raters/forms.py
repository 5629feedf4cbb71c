"""What a rater writes to HR, and what HR decides."""

from django import forms
from django.utils.translation import gettext_lazy

from lifow.base.forms import TextField

MOST_WORDS = 1000
LEAVE_OUT, TAKE_IN = "leave_out", "take_in"


class ContestForm(forms.Form):
    """Why the comparison does not hold, in the rater's words."""

    text = TextField(
        label=gettext_lazy("What does the comparison miss?"),
        help_text=gettext_lazy(
            "HR reads it, and nobody else. Until HR decides, nothing is taken off your ratings."
        ),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Say in a sentence what it misses.")},
    )


class DecisionForm(forms.Form):
    """What HR decides about one rater, with a note that the rater reads."""

    note = TextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("The rater reads it."),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say in a sentence why.")},
    )
    decision = forms.ChoiceField(
        choices=[(LEAVE_OUT, LEAVE_OUT), (TAKE_IN, TAKE_IN)],
        error_messages={"required": gettext_lazy("Choose one of the buttons.")},
    )
