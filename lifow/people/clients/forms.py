"""A system that calls the API, as HR registers it."""

import re
from typing import Any

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client
from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from lifow.people.clients.services import api_scopes, bind_client


def scope_choices() -> list[tuple[str, Any]]:
    """Each scope of the API, with what it allows to."""
    display = get_adapter().scope_display
    return [(scope, f"{display[scope]} ({scope})") for scope in api_scopes()]


class ClientForm(forms.ModelForm):
    """Its name, its id and what it may do. How it gets its tokens is not for HR to choose."""

    scopes = forms.MultipleChoiceField(
        label=_("May"), choices=scope_choices, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )

    class Meta:
        model = Client
        fields = ("name", "id", "scopes")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["scopes"] = [] if self.instance._state.adding else self.instance.get_scopes()

    def clean_id(self) -> str:
        """Without what a header of credentials cannot say, or an address would write otherwise."""
        client_id: str = self.cleaned_data["id"]
        if not re.fullmatch(r"[A-Za-z0-9._-]+", client_id):
            raise forms.ValidationError(_("Use letters, digits, dots, hyphens and underscores only."))
        return client_id

    def clean_scopes(self) -> str:
        """One a line, as they are kept."""
        return "\n".join(self.cleaned_data["scopes"])

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own hook: the instance has what was filled in
        if "scopes" in self.cleaned_data:
            bind_client(self.instance, self.cleaned_data["scopes"].split("\n"))
