"""Whether somebody wants the digest of the week, and on which day."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _


def _number(text: str) -> int | None:
    return int(text) if text else None


class DigestForm(forms.Form):
    """By mail or not, and its day."""

    is_on = forms.BooleanField(label=_("Send me the digest by email"), required=False)
    weekday = forms.TypedChoiceField(
        label=_("On"),
        help_text=_(
            "Where you do not work that day, it comes on the next one on which you do, in the same week."
        ),
        choices=[("", _("the first day on which I work")), *((str(n), day) for n, day in WEEKDAYS.items())],
        coerce=_number,
        empty_value=None,
        required=False,
    )

    @property
    def values(self) -> dict[str, Any]:
        """What the valid form says."""
        return {"is_on": self.cleaned_data["is_on"], "weekday": self.cleaned_data["weekday"]}
