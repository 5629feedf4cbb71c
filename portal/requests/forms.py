"""What somebody fills in who asks for ratings."""

import secrets
from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.requests.choices import RequestSource
from lifow.base.forms import TextField
from lifow.people.persons.models import Person
from lifow.people.persons.reports import leave_of
from portal.requests.candidates import Candidate


class AskForm(forms.Form):
    """Whom to ask about, and of observed work whom to ask. The key makes a double click one asking."""

    observer = forms.EmailField(
        label=gettext_lazy("Who has seen the work?"),
        help_text=gettext_lazy("The email of a colleague, who is asked for the level that they have seen."),
        required=False,
        error_messages={"invalid": gettext_lazy("Enter an email such as name@company.example.")},
    )
    idempotency_key = TextField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args, candidates: Sequence[Candidate], source: str) -> None:
        super().__init__(*args)
        self.initial = {"idempotency_key": secrets.token_urlsafe(16)}
        self.candidates, self.source = candidates, source
        self.fields["about"] = forms.MultipleChoiceField(
            label=_("Ratings to ask for"),
            choices=[(one.value, one.value) for one in candidates],
            error_messages={
                "required": _("Choose at least one."),
                "invalid_choice": _("What was chosen has changed meanwhile. Please check again."),
            },
        )
        self.fields["observer"].required = source == RequestSource.OBSERVED

    @property
    def chosen(self) -> set[str]:
        """What is ticked: as it was sent, else everything that is not assessed yet."""
        if self.is_bound:
            return set(self["about"].value())
        return {one.value for one in self.candidates if not one.is_known}

    def clean_observer(self) -> Person | None:
        """Somebody else than those whom the rating is about, who works here."""
        email = self.cleaned_data["observer"]
        if not email or self.source != RequestSource.OBSERVED:
            return None
        found = Person.objects.employed().with_email(email).first()
        if found is None:
            raise forms.ValidationError(_("Nobody who works here has this email. Check how it is spelt."))
        if leave_of(found, timezone.now()):
            raise forms.ValidationError(_("%(name)s is on leave. Ask somebody else.") % {"name": found})
        if found.pk in {one.person.pk for one in self.candidates}:
            raise forms.ValidationError(_("Ask somebody else than the person, or ask for a self-rating."))
        return found
