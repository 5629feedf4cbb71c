"""The part of the editor for documents: a PDF, or an address."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.kinds.builders import PartsBuilder
from content.kinds.document.models import DocumentText
from content.kinds.document.parts import FILE, LONGEST_URL, is_address
from content.kinds.document.reports import file_of, has_words, text_of
from content.kinds.uploading import FileForm, largest_mib, largest_with_a_form_mib, without_removed
from lifow.base.forms import TextField
from lifow.base.uploads.models import StoredFile

PURPOSE = "document"


class DocumentForm(FileForm):
    """The PDF by the id that it has been stored with, or an address on the web."""

    url = TextField(
        label=gettext_lazy("Or an address"),
        help_text=gettext_lazy("Of a page on the web. lifow looks every week whether it is still there."),
        max_length=LONGEST_URL,
        required=False,
    )

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if url and not is_address(url):
            raise ValidationError(_("Write the whole address, such as https://example.com/policy."))
        return url


class DocumentBuilder(PartsBuilder):
    """The part of the editor for documents."""

    template = "content/kinds/document/builder.html"
    form_class = DocumentForm
    form: DocumentForm
    purpose = PURPOSE
    accept = "application/pdf"

    def __init__(self, data: QueryDict | None, parts: Mapping[str, Any]) -> None:
        super().__init__(without_removed(data), parts)

    @cached_property
    def stored(self) -> StoredFile | None:
        """The PDF that the form names."""
        return file_of({FILE: self.form[FILE].value()})

    @property
    def text(self) -> DocumentText | None:
        """How far reading the PDF is."""
        return text_of(self.stored) if self.stored else None

    @property
    def has_words(self) -> bool:
        """Whether any page of the PDF has words; a scan has none."""
        return self.stored is not None and has_words(self.stored)

    @property
    def largest_mib(self) -> int:
        return largest_mib(PURPOSE)

    @property
    def largest_with_a_form_mib(self) -> int:
        return largest_with_a_form_mib(PURPOSE)
