"""A folder of modules as a zip."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.authoring.interchange.folders import LARGEST_ZIP


class FolderForm(forms.Form):
    """The zip that somebody uploads."""

    file = forms.FileField(
        label=gettext_lazy("Zip of a folder with modules"),
        help_text=gettext_lazy("You see what it would change before anything is written."),
        error_messages={"required": gettext_lazy("Choose the zip.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_ZIP:
            message = _("It is larger than %(most)s MB. Send the modules in parts.")
            raise ValidationError(message % {"most": LARGEST_ZIP // 2**20})
        return file
