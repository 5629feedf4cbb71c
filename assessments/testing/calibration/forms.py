"""What somebody says who has looked at a question."""

from django import forms
from django.utils.translation import gettext_lazy

from assessments.testing.calibration.services import LONGEST_NOTE
from lifow.base.forms import TextField

KEEP, RETIRE = "keep", "retire"


class LookForm(forms.Form):
    """What becomes of the question, by the button, with a note for the next author who looks."""

    note = TextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("What you found. The next author who looks at this question reads it."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say in a sentence what you found.")},
    )
    decision = forms.ChoiceField(
        choices=[(KEEP, KEEP), (RETIRE, RETIRE)],
        error_messages={"required": gettext_lazy("Choose one of the buttons.")},
    )
