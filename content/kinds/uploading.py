"""The field of a builder for one file that authors upload: in pieces by a script, else with the form."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from content.catalogue.kinds import BUTTONS
from lifow.base.bounds import LONGEST_TEXT
from lifow.base.forms import TextField
from lifow.base.uploads.handlers import MOST_WITH_A_FORM
from lifow.base.uploads.services import MIB, UploadError, largest_bytes, store_file
from lifow.base.uploads.uses import use_named
from lifow.people.persons.models import Person

FILE, REFUSED, SENT = "file", "refused", "parts-upload"
ACT = f"{BUTTONS}-file"


class FileForm(forms.Form):
    """A file by the id that it has been stored with; what was wrong with one that came with the form."""

    file = TextField(max_length=30, required=False, widget=forms.HiddenInput)
    refused = TextField(max_length=LONGEST_TEXT, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get(REFUSED):
            self.add_error(FILE, self.cleaned_data[REFUSED])
        return self.cleaned_data


def with_file(data: QueryDict, files: MultiValueDict, *, purpose: str, by: Person) -> QueryDict:
    """What was sent, with the id of the file that came with it; what was there before stays where it is
    refused."""
    changed = data.copy()
    file = files.get(SENT)
    if file is None:
        return changed
    if file.size > MOST_WITH_A_FORM:
        message = _("Sent with the form, a file has at most %(most)s MB. Turn scripts on for larger ones.")
        changed[f"parts-{REFUSED}"] = message % {"most": MOST_WITH_A_FORM // MIB}
        return changed
    try:
        changed[f"parts-{FILE}"] = store_file(
            owner=by,
            purpose=purpose,
            name=file.name or "",
            stream=file,
            length=file.size,
            as_of=timezone.now(),
        ).public_id
    except UploadError as error:
        changed[f"parts-{REFUSED}"] = str(error)
    return changed


def without_removed(data: QueryDict | None) -> QueryDict | None:
    """What was sent, without the file where the button that removes it was pressed."""
    if data is None or data.get(ACT) != "remove":
        return data
    changed = data.copy()
    changed[f"parts-{FILE}"] = ""
    return changed


def largest_mib(purpose: str) -> int:
    """The most MB of a file for a purpose."""
    use = use_named(purpose)
    return largest_bytes(use.largest_bytes if use else None) // MIB


def largest_with_a_form_mib(purpose: str) -> int:
    """The same where it is sent with the form."""
    return min(MOST_WITH_A_FORM // MIB, largest_mib(purpose))
