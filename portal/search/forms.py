"""The form in which HR keeps other words for the same."""

from django import forms
from django.utils.translation import gettext_lazy

from lifow.base.forms import TextField
from lifow.base.passages.models import LONGEST_SYNONYM


class SynonymForm(forms.Form):
    """Words that people search for, and words by which it is found too."""

    words = TextField(label=gettext_lazy("People search for"), max_length=LONGEST_SYNONYM)
    means = TextField(label=gettext_lazy("Also find"), max_length=LONGEST_SYNONYM)
    is_both_ways = forms.BooleanField(label=gettext_lazy("The other way round too"), required=False)
