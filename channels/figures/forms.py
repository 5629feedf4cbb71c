"""What an hour of learning costs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels.figures.models import LearningCost


class LearningCostForm(forms.ModelForm):
    """Cost and currency of an hour; without a cost, minutes are told alone."""

    class Meta:
        model = LearningCost
        fields = ("an_hour", "currency")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cost, currency = self.fields["an_hour"], self.fields["currency"]
        cost.required = currency.required = False
        cost.label, currency.label = gettext_lazy("Cost of an hour"), gettext_lazy("Currency")
        cost.help_text = gettext_lazy("What an hour of work costs on average. Empty: only minutes are shown.")

    def clean_currency(self) -> str:
        return str(self.cleaned_data.get("currency") or "").upper()

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("an_hour") is not None and not told.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("Say in which currency, by three letters such as EUR."))
        return told
