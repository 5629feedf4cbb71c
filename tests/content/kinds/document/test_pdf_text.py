"""The text of PDFs is read by page; what does more than being shown, or takes too much, is told."""

import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.kinds.document.pdf_text import MOST_PAGES, read
from content.kinds.document.recognising import recognise_pdf
from content.kinds.document.services.reading import read_apart
from lifow.base.uploads.uses import FileRefusedError
from tests.pdfs import pdf


@pytest.fixture
def kept(tmp_path) -> "Keep":
    return Keep(tmp_path)


class Keep:
    """Writes bytes as a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, data: bytes) -> Path:
        path = self.folder / "file"
        path.write_bytes(data)
        return path


def test_the_text_is_read_by_page(kept):
    assert read(kept(pdf("Refunds in March", "Fees (kept)"))) == {
        "problem": "",
        "pages": ["Refunds in March", "Fees (kept)"],
    }


def test_a_document_of_ten_thousand_pages_is_refused(kept):
    many = pdf(*["a"] * (MOST_PAGES + 1))
    assert read(kept(many)) == {"problem": "too_many_pages"}
    # A page that is named again and again takes a few bytes each, and what is counted is what there is.
    lying = pdf("a").replace(b"/Kids [4 0 R]", b"/Kids [" + b"4 0 R " * 10_000 + b"]")
    assert read(kept(lying))["problem"] == "too_many_pages"


@pytest.mark.parametrize(
    ("objects", "catalog"),
    [
        ([b"<< /S /JavaScript /JS (app.alert(1)) >>"], b"/OpenAction 6 0 R"),
        ([b"<< /S /JavaScript /JS (app.alert(1)) >>"], b""),
        ([], b"/OpenAction << /S /Launch /F (cmd.exe) >>"),
        ([], b"/Names << /EmbeddedFiles << /Names [] >> >>"),
        ([], b"/AcroForm << /XFA [] >>"),
        ([b"<< /A [ << /S /SubmitForm /F (https://evil.example) >> ] >>"], b""),
    ],
)
def test_what_does_more_than_being_shown_is_refused(kept, objects, catalog):
    assert read(kept(pdf("Refunds", objects=objects, catalog=catalog))) == {"problem": "active"}


def test_links_to_pages_and_to_the_web_are_nothing_active(kept):
    link = b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://example.com) >> >>"
    found = read(kept(pdf("Refunds", objects=[link], catalog=b"/OpenAction [4 0 R /Fit]")))
    assert found["problem"] == ""


def test_a_document_that_unpacks_to_gigabytes_is_refused_or_shown_without_its_text(kept):
    bomb = zlib.compress(zlib.compress(b"0" * 300_000_000, 9), 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (
        len(bomb),
        bomb,
    )
    data = pdf("a", objects=[stream]).replace(b"/Contents 5 0 R", b"/Contents 6 0 R")
    found = read_apart(kept(data))
    assert found["problem"] in ("too_heavy", "damaged") or found["pages"] == [""]


def test_the_process_that_reads_tells_the_same(kept):
    path = kept(pdf("Refunds in March"))
    assert read_apart(path) == read(path)


def test_a_file_that_is_gone_is_told(tmp_path):
    assert read_apart(tmp_path / "none") == {"problem": "damaged"}


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 900), noise=st.binary(max_size=40))
def test_whatever_is_damaged_ends_in_an_answer(tmp_path_factory, cut, noise):
    whole = pdf("Refunds in March", "Fees")
    path = tmp_path_factory.mktemp("damaged") / "file"
    path.write_bytes(whole[:cut] + noise + whole[cut + len(noise) :])
    found = read(path)
    assert found["problem"] in ("", "damaged", "active", "encrypted")


ZIP_END = b"PK\x05\x06" + b"\0" * 18


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_pdf"),
        (b"GIF89a" + pdf("a"), "no_pdf"),
        (b"\n" + pdf("a"), "no_pdf"),
        (b"<html>", "no_pdf"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no_pdf"),
        (pdf("a")[:-30], "damaged"),
        (pdf("a") + b"PK\x03\x04", "two_kinds"),
        (pdf("a") + b"<script>alert(1)</script>", "two_kinds"),
        (pdf("a") + b"\n" * 1500, "two_kinds"),
        (
            pdf("a", objects=[b"(" + ZIP_END + b")"])[:-6].replace(b"%%EOF", b"") + ZIP_END + b"%%EOF",
            "two_kinds",
        ),
    ],
)
def test_what_is_no_pdf_or_more_than_one_is_not_kept(kept, data, code):
    with pytest.raises(FileRefusedError) as refused:
        recognise_pdf(kept(data))
    assert refused.value.code == code


def test_a_pdf_is_known_by_its_bytes(kept):
    assert recognise_pdf(kept(pdf("a") + b"\0\r\n")).media_type == "application/pdf"
