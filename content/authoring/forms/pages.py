"""Pages of HTML that somebody uploads."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from content.authoring.interchange.pages import LARGEST
from content.authoring.reports.pages import PROBLEMS


class PagesForm(forms.Form):
    """A zip of pages, or one page."""

    file = forms.FileField(
        label=gettext_lazy("Page or zip of pages"),
        help_text=gettext_lazy(
            "A .html, or a zip of them with their pictures, as Confluence exports a space as HTML."
        ),
        error_messages={"required": gettext_lazy("Choose the file.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(str(PROBLEMS["too_large"]))
        return file
