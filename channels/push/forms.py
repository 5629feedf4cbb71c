"""A browser's subscription, as its script sends it."""

from django import forms

from channels.push.models import LONGEST_ENDPOINT, LONGEST_KEY, LONGEST_SECRET
from lifow.base.forms import TextField


class SubscriptionForm(forms.Form):
    """The address at a push service, and the two keys that encrypt for this browser."""

    endpoint = TextField(max_length=LONGEST_ENDPOINT)
    public_key = TextField(max_length=LONGEST_KEY)
    auth_secret = TextField(max_length=LONGEST_SECRET)

    @property
    def first_error(self) -> str:
        """What is wrong with it, in a line."""
        name, errors = next(iter(self.errors.items()))
        return f"{name}: {errors[0]}"
