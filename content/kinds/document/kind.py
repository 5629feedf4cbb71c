"""What a document adds to its text: a PDF that is read by page, or an address on the web."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from content.catalogue.choices import ModuleKind
from content.catalogue.kinds import Hit, KindOfModule, PartProblem, Parts, Shown
from content.catalogue.models import Module
from content.kinds.document.forms import PURPOSE, DocumentBuilder
from content.kinds.document.models import DocumentText
from content.kinds.document.parts import FILE, URL, address_in, file_id_of, is_address, tidy_document
from content.kinds.document.reports import (
    file_of,
    found_pages,
    page_passages,
    pages_of,
    searched_words,
    text_of,
)
from content.kinds.uploading import with_file
from lifow.base.passages.registry import Text
from lifow.base.uploads.models import StoredFile
from lifow.people.persons.models import Person

TEMPLATE = "content/kinds/document/document.html"
ANY_MODULE = "mod_0000000000000000"


class Document(KindOfModule):
    """A PDF, or an address."""

    name = ModuleKind.DOCUMENT
    purpose = gettext_lazy("A PDF that is searched by page, or a page on the web that is kept an eye on.")
    needs_text = is_text_read = False
    text_label = gettext_lazy("What to take from it")
    parts_first = is_wide = True

    def tidy(self, parts: Parts) -> dict[str, Any]:
        return tidy_document(parts)

    def problems(self, parts: Parts) -> Sequence[PartProblem]:
        if parts.get(FILE) and file_of(parts) is None:
            return [PartProblem(FILE, _("This PDF is no longer stored. Upload it again."))]
        if parts.get(URL) and not is_address(parts[URL]):
            return [PartProblem(URL, _("Write the whole address, such as https://example.com/policy."))]
        if parts.get(FILE) and parts.get(URL):
            return [PartProblem(URL, _("Use either a PDF or an address: remove one of them."))]
        return ()

    def gaps_before_publishing(self, parts: Parts) -> Sequence[PartProblem]:
        if address_in(parts):
            return ()
        file = file_of(parts)
        if file is None:
            return [PartProblem(FILE, _("Upload a PDF, or give an address."))]
        text = text_of(file)
        if text is None or text.state == DocumentText.State.WAITING:
            message = _("The PDF is being read, which takes a minute. Look here again then.")
            return [PartProblem(FILE, message)]
        if text.state == DocumentText.State.REFUSED:
            said = {"problem": text.get_problem_display()}
            message = _("This PDF cannot be used. %(problem)s Save it anew by printing it to PDF.")
            return [PartProblem(FILE, message % said)]
        return ()

    def searched(self, parts: Parts) -> str:
        file_id = file_id_of(parts)
        return "\n".join(
            one for one in (address_in(parts), searched_words(file_id) if file_id else "") if one
        )

    def passages(self, parts: Parts) -> Sequence[Text]:
        file_id = file_id_of(parts)
        return page_passages(file_id) if file_id else super().passages(parts)

    def in_words(self, parts: Parts) -> str:
        file = _("PDF: %(file)s") % {"file": parts[FILE]} if parts.get(FILE) else ""
        address = _("Address: %(url)s") % {"url": parts[URL]} if parts.get(URL) else ""
        return "\n".join(one for one in (file, address) if one)

    def links(self, parts: Parts) -> Sequence[str]:
        address = address_in(self.tidy(parts))
        return [address] if address else []

    def hits(self, modules: Iterable[Module], text: str) -> Mapping[int, Sequence[Hit]]:
        return found_pages(modules, text)

    def with_files(self, data: QueryDict, files: MultiValueDict, by: Person) -> QueryDict:
        return with_file(data, files, purpose=PURPOSE, by=by)

    def builder(self, data: QueryDict | None, parts: Parts) -> DocumentBuilder:
        return DocumentBuilder(data, parts)

    def preview(self, parts: Parts) -> Shown | None:
        tidy = self.tidy(parts)
        file = file_of(tidy)
        if file is not None:
            return _shown(file, reverse("content:document_file", args=[file.public_id]), "")
        return _link(tidy)

    def player(self, module: Module, person: Person) -> Shown | None:
        tidy = self.tidy(module.parts)
        file = file_of(tidy)
        if file is None:
            return _link(tidy)
        url = reverse("content:document", args=[module.public_id, file.public_id])
        return _shown(file, url, reverse("content:document_pages", args=[module.public_id]))


def _shown(file: StoredFile, url: str, pages_url: str) -> Shown:
    text = text_of(file)
    is_read = text is not None and text.state == DocumentText.State.READ
    told = {
        "file": file,
        "url": url if is_read else "",
        "pages_url": pages_url,
        "text": text,
        "pages": pages_of(text, number=1, find="") if text is not None and is_read else None,
    }
    return Shown(TEMPLATE, told)


def _link(parts: Parts) -> Shown | None:
    address = address_in(parts)
    if not address:
        return None
    return Shown(TEMPLATE, {"address": address, "host": urlsplit(address).hostname})
