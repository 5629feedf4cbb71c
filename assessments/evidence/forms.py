"""Why a piece of evidence is withdrawn, or counts again."""

from django import forms
from django.utils.translation import gettext_lazy

from assessments.evidence.choices import LONGEST_REASON
from lifow.base.forms import TextField


class WithdrawalForm(forms.Form):
    """The reason; and what the page had offered, so that a page left open does nothing else."""

    reason = TextField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "Everybody who may see this evidence reads it, the person first. Name nobody else in it."
        ),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say in a sentence why.")},
    )
    restores = forms.BooleanField(required=False, widget=forms.HiddenInput)
