"""Choosing who is to be erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lifow.people.privacy.models import Erasure


class ErasureForm(forms.ModelForm):
    """Who is to be erased. It writes nothing: what would go is shown next."""

    class Meta:
        model = Erasure
        fields = ("person",)
        labels = {"person": _("Person to erase")}
        help_texts = {"person": _("What would go, and what would stay without the name, is shown first.")}

    def validate_constraints(self) -> None:
        """Whether somebody has asked already is said on the next page, in words."""
