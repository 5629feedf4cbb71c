"""One change of many modules."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.authoring.forms.schedule import authors
from content.facets.forms import FacetsField, accept_new
from lifow.base.bounds import LONGEST_BODY
from lifow.base.forms import TextField

OWNER, FILE, ARCHIVE = "owner", "file", "archive"


class BulkForm(forms.Form):
    """What to do with the modules that were chosen: each act has a button, which looks at its own field."""

    owner = forms.ChoiceField(label=gettext_lazy("Owner"), required=False)
    facets = FacetsField(
        label=gettext_lazy("File under"),
        help_text=gettext_lazy("Is added to what they are filed under already."),
        required=False,
    )
    accepted_facets = TextField(required=False, max_length=LONGEST_BODY, widget=forms.HiddenInput)

    def __init__(self, *args: Any, act: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.act, self.people = act, authors()
        people = [(public_id, str(one)) for public_id, one in self.people.items()]
        cast("forms.ChoiceField", self.fields["owner"]).choices = [("", "—"), *people]

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.act == OWNER and not said.get("owner"):
            self.add_error("owner", _("Choose who answers for them."))
        if self.act == FILE and "facets" in said:
            self._check_facets(said)
        return said

    def _check_facets(self, said: dict[str, Any]) -> None:
        """A facet that no module has yet is asked for twice: it is a filter for everybody."""
        if not said["facets"]:
            self.add_error("facets", _("Choose what they are to be filed under."))
            return
        accept_new(self)
