"""Choosing two records of one person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lifow.people.merging.models import PersonMerge


class TwoRecordsForm(forms.ModelForm):
    """Who stays, and which record is read as theirs. It writes nothing: what would happen is shown next."""

    class Meta:
        model = PersonMerge
        fields = ("kept", "merged")
        labels = {"kept": _("Person who stays"), "merged": _("Record to merge into it")}
        help_texts = {
            "kept": _("Who keeps the account, the name and the page."),
            "merged": _("What it has becomes that person’s; its account is closed."),
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        if cleaned and cleaned.get("kept") is not None and cleaned.get("kept") == cleaned.get("merged"):
            self.add_error("merged", _("This is one record already. Choose another one to merge."))
        return cleaned

    def validate_constraints(self) -> None:
        """Whether they can be merged is said on the next page, in words."""
