"""What one of the two writes to the other."""

from django import forms
from django.utils.translation import gettext_lazy

from lifow.base.forms import TextField
from mentoring.help.choices import LONGEST_WORDS


class MessageForm(forms.Form):
    """A message of a conversation; `key` makes what is sent twice one message."""

    text = TextField(
        label=gettext_lazy("Message"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = TextField(max_length=64, required=False, widget=forms.HiddenInput)
