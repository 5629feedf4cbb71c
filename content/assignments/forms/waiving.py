"""Why somebody need not do what is assigned to them."""

from django import forms
from django.utils.translation import gettext_lazy

from content.assignments.models import LONGEST_NOTE
from lifow.base.forms import TextField


class WaiveForm(forms.Form):
    reason = TextField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The person reads it, and whoever looks into it later."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why, so that it can be understood later.")},
    )
