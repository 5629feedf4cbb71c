"""What a writer fills in: the text of a copy, and a reply to each comment."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from content.kinds.template.comments import LONGEST_COMMENT
from content.kinds.template.copies import EDITION_LENGTH, CopyComment
from content.kinds.template.imported import in_words
from content.kinds.template.interchange.packages import MOST_BYTES
from content.kinds.template.services import Reply
from lifow.base.bounds import LONGEST_BODY, LONGEST_LINE
from lifow.base.forms import TextField

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ANSWER, RESOLVED = "answer", "resolved"


class CopyForm(forms.Form):
    """A copy as its writer edits it."""

    title = TextField(
        label=gettext_lazy("Title"),
        max_length=LONGEST_LINE,
        error_messages={"required": gettext_lazy("Give your copy a title by which you find it again.")},
    )
    text = TextField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("Markdown: ## for a heading, - for a list, ** around what is bold."),
        strip=False,
        required=False,
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 24, "data-copy-text": ""}),
    )
    edition = forms.RegexField(rf"^[0-9a-f]{{{EDITION_LENGTH}}}$", required=False, widget=forms.HiddenInput)
    window = TextField(required=False, max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, comments: Sequence[CopyComment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.comments = comments
        for one in comments:
            self.fields[f"{ANSWER}-{one.key}"] = TextField(
                label=gettext_lazy("Your answer"),
                required=False,
                max_length=LONGEST_COMMENT,
                initial=one.answer,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"{RESOLVED}-{one.key}"] = forms.BooleanField(
                label=gettext_lazy("Resolved"), required=False, initial=one.is_resolved
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The comments with the fields that reply to them."""
        return [
            {"comment": one, "answer": self[f"{ANSWER}-{one.key}"], "resolved": self[f"{RESOLVED}-{one.key}"]}
            for one in self.comments
        ]

    @property
    def replies(self) -> dict[str, Reply]:
        """What is said to each comment by its key; only after `is_valid`."""
        said = self.cleaned_data
        return {
            one.key: Reply(said[f"{ANSWER}-{one.key}"], said[f"{RESOLVED}-{one.key}"])
            for one in self.comments
            # A comment that came while the form was open is not in it.
            if f"{ANSWER}-{one.key}" in self.data
        }


class UploadForm(forms.Form):
    """A Word document that is to become a template."""

    file = forms.FileField(
        label=gettext_lazy("Word document"),
        help_text=gettext_lazy(
            "A .docx file of at most 10 MB. Comments in it become comments of the template."
        ),
        widget=forms.FileInput(attrs={"accept": f".docx,{MEDIA_TYPE}"}),
        error_messages={
            "required": gettext_lazy("Choose the Word document."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(str(in_words("too_large")), code="too_large")
        return file


class FileForm(forms.Form):
    """As what a copy is downloaded."""

    DOCX, MD, TXT = "docx", "md", "txt"
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            (DOCX, gettext_lazy("Word")),
            (MD, gettext_lazy("Markdown")),
            (TXT, gettext_lazy("Plain text")),
        ],
    )
    comments = forms.BooleanField(
        label=gettext_lazy("With comments and answers"), required=False, initial=True
    )
