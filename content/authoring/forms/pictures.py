"""A picture that an author puts into a text, and the words for those who cannot see it."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifow.base.bounds import LONGEST_LINE
from lifow.base.forms import TextField
from lifow.base.media.addresses import picture_address
from lifow.base.media.encoding import MOST_BYTES
from lifow.base.media.models import Picture
from lifow.base.media.services import PictureError, keep_picture

ADD_PICTURE = "add_picture"
"""The button that puts the picture at the end of the text: what happens where no script puts it elsewhere."""
PICTURE = "picture-file"
"""The field in which the file is sent."""
ESCAPED = re.compile(r"([\\\[\]])")


class PictureForm(forms.Form):
    """A picture to add to a text."""

    prefix = "picture"
    file = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "PNG, JPEG, GIF or WebP, up to 5 MB. It can also be pasted or dropped into the text."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
        error_messages={"required": gettext_lazy("Choose a picture first.")},
    )
    words = TextField(
        label=gettext_lazy("What the picture shows"),
        help_text=gettext_lazy(
            "For those who cannot see it. It is asked for before the module is published."
        ),
        max_length=LONGEST_LINE,
        required=False,
    )

    def clean_file(self) -> Picture:
        """The picture as it is kept: whatever was sent is known by its bytes, and written anew."""
        try:
            return keep_picture(data=self.cleaned_data["file"].read(MOST_BYTES + 1), as_of=timezone.now())
        except PictureError as error:
            raise ValidationError(str(error), code=error.code) from error

    @property
    def markdown(self) -> str:
        """What stands in the text for it; only after `is_valid`."""
        words = ESCAPED.sub(r"\\\1", " ".join(self.cleaned_data["words"].split()))
        return f"![{words}]({picture_address(self.cleaned_data['file'].public_id)})"


def with_picture(body: str, picture: PictureForm) -> str:
    """A text with a picture as its last paragraph."""
    before = f"{body.rstrip()}\n\n" if body.strip() else ""
    return f"{before}{picture.markdown}\n"


def why_refused(picture: PictureForm) -> str:
    """Why a picture was not kept, in a sentence or two."""
    errors = [str(error) for errors in picture.errors.values() for error in errors]
    return " ".join(errors) or _("This picture cannot be kept.")
