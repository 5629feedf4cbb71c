"""A document is read by a job, found by its pages, and shown to those who see its module."""

from datetime import timedelta

import pytest
from django.urls import reverse

from content.catalogue.kinds import kind_of
from content.catalogue.models import Module
from content.catalogue.services import contents_of, publish_module, save_module
from content.kinds.document.models import DocumentPage, DocumentText
from content.kinds.document.services import read_documents
from content.kinds.document.services.reading import MOST_ATTEMPTS
from lifow.base.uploads.services import UploadError, begin_upload, store_bytes
from tests.company import NOON, module, skill
from tests.pdfs import pdf

LATER = NOON + timedelta(minutes=10)
DOCUMENT = kind_of("document")


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def stored(author, *pages: str, **options):
    return store_bytes(
        owner=author, purpose="document", name="a.pdf", data=pdf(*pages, **options), as_of=NOON
    )


def read_all() -> int:
    return read_documents(as_of=NOON)


@pytest.fixture
def policy(author) -> Module:
    file = stored(author, "Refunds in March", "Fees stay with us", "Chargebacks and refunds")
    made = module(
        "The policy", skill("Refund policy"), 1, 3, kind="document", body="", parts={"file": file.public_id}
    )
    read_all()
    return made


def test_a_pdf_that_is_stored_waits_to_be_read_and_is_read_once(author):
    file = stored(author, "Refunds in March", "Fees")
    assert DocumentText.objects.get(file=file).state == "waiting"
    assert (read_all(), read_all()) == (1, 0)
    text = DocumentText.objects.get(file=file)
    assert (text.state, text.page_count, text.read_at) == ("read", 2, NOON)
    assert list(text.pages.order_by("number").values_list("number", "text")) == [
        (1, "Refunds in March"),
        (2, "Fees"),
    ]


def test_a_worker_that_was_killed_leaves_its_document_to_the_next(author):
    file = stored(author, "Refunds")
    DocumentText.objects.update(taken_at=NOON, attempts=1)
    assert read_all() == 0
    assert read_documents(as_of=LATER) == 1
    assert DocumentText.objects.get(file=file).state == "read"


def test_a_document_that_keeps_killing_workers_is_refused(author):
    stored(author, "Refunds")
    DocumentText.objects.update(taken_at=NOON, attempts=MOST_ATTEMPTS)
    read_documents(as_of=LATER, read=lambda _path: pytest.fail("It is not read again."))
    assert DocumentText.objects.values_list("state", "problem").get() == ("refused", "too_heavy")


def test_what_a_slow_worker_read_is_dropped_where_another_took_over(author):
    stored(author, "Refunds")

    def slow(_path):
        DocumentText.objects.update(attempts=2, taken_at=LATER)
        return {"problem": "", "pages": ["Old"]}

    read_documents(as_of=NOON, read=slow)
    assert not DocumentPage.objects.exists()
    assert DocumentText.objects.get().state == "waiting"


def test_modules_are_found_by_words_that_were_read_after_they_were_saved(learner_client, policy):
    assert "Chargebacks" in Module.objects.get().parts_text
    page = learner_client.get(reverse("content:modules"), {"q": "refunds"})
    url = reverse("content:module", args=[policy.public_id])
    assert f'href="{url}?page=1"' in page.text
    assert f'href="{url}?page=3"' in page.text
    assert "page 2" not in page.text


def test_words_are_found_by_page(learner_client, policy):
    url = reverse("content:document_pages", args=[policy.public_id])
    found = learner_client.get(url, {"find": "fees"})
    assert found.status_code == 200
    assert "1 page has these words" in found.text
    assert "Fees stay with us" in found.text
    none = learner_client.get(url, {"find": "<script>alert(1)</script>", "page": "-1"})
    assert "No results" in none.text
    assert "<script>alert" not in none.text


@pytest.mark.parametrize("page", ["2", "99", "x", "9" * 40, "\0"])
def test_any_page_that_is_asked_for_is_answered(learner_client, policy, page):
    url = reverse("content:document_pages", args=[policy.public_id])
    assert learner_client.get(url, {"page": page}).status_code == 200


def test_the_pdf_is_served_in_ranges_with_nothing_that_it_names(learner_client, policy):
    url = reverse("content:document", args=[policy.public_id, policy.parts["file"]])
    whole = learner_client.get(url)
    assert whole.headers["Content-Type"] == "application/pdf"
    assert whole.headers["Content-Disposition"] == 'inline; filename="the-policy.pdf"'
    assert whole.headers["X-Content-Type-Options"] == "nosniff"
    assert whole.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in whole.headers["Content-Security-Policy"]
    part = learner_client.get(url, headers={"Range": "bytes=0-4"})
    assert (part.status_code, part.content) == (206, b"%PDF-")


def test_a_pdf_that_is_refused_is_not_served(learner_client, author_client, author):
    file = stored(author, "a", objects=[b"<< /S /JavaScript /JS (app.alert(1)) >>"])
    made = module("Bad", skill("Refund policy"), 1, 3, kind="document", parts={"file": file.public_id})
    read_all()
    assert (
        learner_client.get(reverse("content:document", args=[made.public_id, file.public_id])).status_code
        == 404
    )
    assert author_client.get(reverse("content:document_file", args=[file.public_id])).status_code == 404
    assert "It holds a script" in learner_client.get(reverse("content:module", args=[made.public_id])).text
    assert "cannot be used" in DOCUMENT.gaps_before_publishing(made.parts)[0].message


def test_a_file_of_another_module_is_not_served_here(learner_client, policy, author):
    other = stored(author, "Other")
    read_all()
    assert (
        learner_client.get(reverse("content:document", args=[policy.public_id, other.public_id])).status_code
        == 404
    )


def test_a_document_is_published_once_it_is_read_or_has_an_address(author):
    file = stored(author, "Refunds")
    parts = {"file": file.public_id}
    assert "being read" in DOCUMENT.gaps_before_publishing(parts)[0].message
    read_all()
    assert not DOCUMENT.gaps_before_publishing(parts)
    assert not DOCUMENT.gaps_before_publishing({"url": "https://example.com/policy"})
    assert DOCUMENT.gaps_before_publishing({})


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.com",
        "https://",
        "https://a@evil.example/",
        "https://a b",
        "https:\\\\evil.example",
        "file:///etc/passwd",
        "https://[::1",
    ],
)
def test_an_address_that_is_none_of_the_web_is_no_link(url):
    assert DOCUMENT.problems({"url": url})
    assert DOCUMENT.preview({"url": url}) is None


def test_a_pdf_and_an_address_at_once_are_refused(author):
    file = stored(author, "Refunds")
    assert DOCUMENT.problems({"file": file.public_id, "url": "https://example.com"})


def test_an_address_opens_in_a_window_of_its_own(learner_client):
    made = module(
        "Outside", skill("Refund policy"), 1, 3, kind="document", parts={"url": "https://example.com/a"}
    )
    page = learner_client.get(reverse("content:module", args=[made.public_id])).text
    assert 'href="https://example.com/a"' in page
    assert 'rel="noopener noreferrer"' in page


def test_an_upload_of_ten_gigabytes_is_refused_before_its_first_byte(author):
    with pytest.raises(UploadError) as refused:
        begin_upload(owner=author, purpose="document", name="a.pdf", length=10 * 2**30, as_of=NOON)
    assert refused.value.code == "too_large"
    assert "100 MB" in str(refused.value)


def test_an_author_sends_a_pdf_with_the_form_and_removes_it(author_client, author):
    file = stored(author, "Refunds")
    builder = DOCUMENT.builder(None, {"file": file.public_id})
    assert builder.stored == file
    from django.http import QueryDict

    sent = QueryDict(f"parts-file={file.public_id}&parts-url=&parts_act-file=remove")
    assert DOCUMENT.builder(sent, {}).parts == {"file": "", "refused": "", "url": ""}


def test_a_version_that_is_published_is_found_by_its_pages(author, without_reviews):
    file = stored(author, "Refunds in March")
    made = module(
        "Draft", skill("Refund policy"), 1, 3, status="draft", kind="document", parts={"file": file.public_id}
    )
    read_all()
    save_module(module=made, contents=contents_of(made), by=author)
    publish_module(module=made, by=author)
    assert "March" in Module.objects.get(pk=made.pk).parts_text
