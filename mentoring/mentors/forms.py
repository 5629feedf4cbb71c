"""The offer to mentor."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lifow.base.forms import TextField
from mentoring.mentors.models import MOST_SEATS

ABOUT_LENGTH = 600


class OfferForm(forms.Form):
    """How many learners at a time, and what one likes to help with."""

    capacity = forms.IntegerField(
        label=_("How many people at a time?"),
        help_text=_("One person takes about half an hour a week, for eight weeks."),
        min_value=1,
        max_value=MOST_SEATS,
        error_messages={
            "invalid": _("Give a whole number."),
            "min_value": _("Offer at least one seat, or stop mentoring below."),
            "max_value": _("Offer at most %(limit_value)s seats."),
        },
    )
    about = TextField(
        label=_("What you can help with"),
        help_text=_("Learners read this beside the evidence of your skills."),
        required=False,
        max_length=ABOUT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
