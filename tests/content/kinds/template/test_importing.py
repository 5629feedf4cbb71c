"""A Word document with comments becomes a template, and nothing is written before its author saves it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.catalogue.models import Module
from content.kinds.template.interchange.docx_writing import write_docx
from content.kinds.template.interchange.remarks import Remark
from tests.company import NOON

pytestmark = pytest.mark.django_db
IMPORT, NEW = reverse("content:import_template"), reverse("content:new")
TEXT = "**Reader**\n\n[date] or [date]\n"


def document(text: str = TEXT, title: str = "A <b>brief</b>") -> SimpleUploadedFile:
    at = text.rindex("[date]")
    remarks = [Remark("The day it ends.", (at, at + 6), "Ines Carvalho")]
    data = write_docx(title=title, text=text, remarks=remarks, author="Ines Carvalho", written_at=NOON)
    return SimpleUploadedFile("brief.docx", data)


def test_it_is_shown_and_goes_on_in_the_editor_where_it_is_saved(author_client):
    page = author_client.post(IMPORT, {"file": document()}).content.decode()
    assert "The day it ends." in page
    assert "Names of those who wrote the comments" in page
    assert not Module.objects.exists()
    form = page[page.index(f'action="{NEW}"') :].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    fields["title"] = fields["title"].replace("&lt;", "<").replace("&gt;", ">")
    fields["body"] = TEXT.replace("\n", "\r\n")
    editor = author_client.post(NEW, {**fields, "preview": "1"})
    assert editor.status_code == 200
    assert editor.context["form"]["title"].value() == "A <b>brief</b>"
    assert not Module.objects.exists()
    author_client.post(NEW, fields)
    (comment,) = Module.objects.get().parts["comments"]
    assert (comment["quote"], comment["occurrence"], comment["text"]) == ("[date]", 2, "The day it ends.")


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (SimpleUploadedFile("a.docx", b"no zip"), "This is no Word document"),
        (SimpleUploadedFile("a.docx", b""), "The file is empty"),
        (None, "Choose the Word document"),
    ],
)
def test_what_cannot_be_read_says_why(author_client, file, message):
    response = author_client.post(IMPORT, {"file": file} if file else {})
    assert response.status_code == 422
    assert message in response.content.decode()


def test_a_document_without_text_is_told(author_client):
    data = write_docx(title="A", text="", remarks=[], author="", written_at=NOON)
    response = author_client.post(IMPORT, {"file": SimpleUploadedFile("a.docx", data)})
    assert "There is no text in the file" in response.content.decode()


def test_a_hostile_title_is_only_words(author_client):
    page = author_client.post(IMPORT, {"file": document(title="<script>alert(1)</script>")}).content.decode()
    assert "<script>alert(1)" not in page
