"""A browser's subscription, as its script sends it."""

from django import forms

from channels.push.models import LONGEST_ENDPOINT, Device
from lifow.base.forms import TextField


class SubscriptionForm(forms.Form):
    """The address at a push service, and the two keys that encrypt for this browser."""

    endpoint = TextField(max_length=LONGEST_ENDPOINT)
    public_key = TextField(max_length=Device._meta.get_field("public_key").max_length)
    auth_secret = TextField(max_length=Device._meta.get_field("auth_secret").max_length)

    @property
    def first_error(self) -> str:
        """What is wrong with it, in a line."""
        name, errors = next(iter(self.errors.items()))
        return f"{name}: {errors[0]}"
