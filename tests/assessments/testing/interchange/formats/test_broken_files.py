"""Whatever somebody uploads is read, or refused with where and why: nothing else comes out of a reader."""

import io
import zipfile
from contextlib import suppress
from functools import cache
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.testing.interchange.formats.archives import packed
from assessments.testing.interchange.formats.items import ParsedItem, Picture, lettered
from assessments.testing.interchange.formats.registry import FORMATS, format_of
from assessments.testing.interchange.formats.remarks import FormatError
from tests.backing.examples import examples

OPTIONS = [("Everybody", True, "Up to 50"), ("The lead", False, ""), ("{~=#%50%", False, "\\n")]
ITEMS = [
    ParsedItem(
        "single",
        "Who may *refund*?",
        {"options": lettered([{"text": a, "is_right": b, "rationale": c} for a, b, c in OPTIONS])},
        skill="refunds",
        level=2,
        language="en",
        key="q-1",
        picture=Picture("a.png", b"\x89PNG"),
    ),
    ParsedItem(
        "numeric", "How much?", {"answer": "12.5", "tolerance": "0.1", "unit": "€", "rationale": "So"}
    ),
    ParsedItem("text", "What?", {"accepted": ["a", "b*"], "is_case_sensitive": True, "rationale": ""}),
    ParsedItem("order", "In order", {"steps": lettered([{"text": "a"}, {"text": "b"}]), "rationale": ""}),
    ParsedItem(
        "match",
        "Match",
        {"pairs": lettered([{"left": "a", "right": "1"}]), "others": ["2"], "rationale": "x"},
    ),
]


@cache
def written(name: str) -> bytes:
    return FORMATS[name].write(ITEMS).content


def is_read_or_refused(name: str, data: bytes) -> None:
    with suppress(FormatError):
        parsed = FORMATS[name].read(data)
        assert parsed.items or parsed.remarks
        assert all(str(one) for one in parsed.remarks)


@st.composite
def mutations(draw: st.DrawFn, data: bytes) -> bytes:
    """The file with some bytes taken out, put in, doubled or moved."""
    found = bytearray(data)
    for _change in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(found)))
        end = draw(st.integers(start, min(len(found), start + 40)))
        new = draw(
            st.binary(max_size=4) | st.sampled_from([b"{", b"}", b"<", b"~", b"=", b"&#0;", b"]]>", b'"'])
        )
        found[start:end] = draw(st.sampled_from([new, bytes(found[start:end]) * 2, b""]))
    return bytes(found)


def from_the_inside(data: bytes) -> st.SearchStrategy[bytes]:
    """An archive whose files are changed, as a change of the archive itself is found by its check sums."""
    opened = zipfile.ZipFile(io.BytesIO(data))
    files = {name: opened.read(name) for name in opened.namelist()}
    return st.sampled_from(sorted(files)).flatmap(
        lambda name: mutations(files[name]).map(lambda changed: packed({**files, name: changed}))
    )


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=examples(60))
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(name, data):
    is_read_or_refused(name, data.draw(mutations(written(name))))


@pytest.mark.parametrize("name", ["qti", "csv"])
@settings(max_examples=examples(60))
@given(data=st.data())
def test_a_package_of_damaged_files_is_read_or_refused(name, data):
    is_read_or_refused(name, data.draw(from_the_inside(written(name))))


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=examples(60))
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_refused(name, data):
    is_read_or_refused(name, data)


@settings(max_examples=examples(60))
@given(st.sampled_from(["a.csv", "a.xml", "a.txt", "a.zip", "a", ""]), st.binary(max_size=100))
def test_the_format_of_any_bytes_is_known_or_refused(name, data):
    with suppress(FormatError):
        assert format_of(name, data) in FORMATS


@pytest.mark.parametrize("name", FORMATS)
def test_the_format_of_what_was_written_is_known(name):
    made = FORMATS[name].write(ITEMS)
    assert format_of(f"items.{made.ending}", made.content) == name


def code_of(name: str, data: bytes) -> str:
    with pytest.raises(FormatError) as caught:
        FORMATS[name].read(data)
    return caught.value.code


def archive(*names: str, content: bytes = b"x") -> bytes:
    return packed(dict.fromkeys(names, content))


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("gift", b"", "empty_file"),
        ("gift", b" \n ", "empty_file"),
        ("gift", b"\x01\x02\x03\x04", "not_text"),
        ("gift", b"a\0b\0c\0d\0", "utf16_without_bom"),
        ("gift", b"%PDF-1.4", "pdf"),
        ("gift", b"\xff\xfea", "not_text"),
        ("aiken", b"x" * (10 * 2**20 + 1), "too_large"),
        ("moodle", b"<quiz>", "not_xml"),
        ("moodle", b"<html></html>", "not_moodle"),
        ("moodle", b"<quiz></quiz>", "no_questions"),
        ("moodle", b'<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "document_type"),
        ("moodle", b'<!DOCTYPE quiz SYSTEM "file:///etc/passwd"><quiz/>', "document_type"),
        ("moodle", b"<quiz>" + b"<a>" * 200 + b"</a>" * 200 + b"</quiz>", "too_deep"),
        ("moodle", b"<quiz>" + b"<a/>" * 500_001 + b"</quiz>", "too_many_elements"),
        ("moodle", b'<?xml version="1.0" encoding="klingon"?><quiz/>', "not_xml"),
        ("qti", b"<questestinterop/>", "qti_1"),
        ("qti", b"<qti-assessment-item/>", "qti_3"),
        ("qti", b"<assessmentTest/>", "not_qti"),
        ("qti", archive("a.xml", content=b"<questestinterop/>"), "qti_1"),
        ("qti", archive("a.txt"), "no_manifest"),
        ("qti", archive("../a.xml"), "archive_path"),
        ("qti", archive("/etc/a.xml"), "archive_path"),
        ("qti", archive("C:/a.xml"), "archive_path"),
        ("qti", archive("a/..\\..\\b.xml"), "archive_path"),
        ("qti", archive("a.xml")[:40], "not_a_zip"),
        ("csv", b"a,b\n1,2", "missing_column"),
        ("csv", b"kind,question,kind\n", "repeated_column"),
        ("csv", b"kind,question\n", "no_questions"),
        ("csv", "kind,question\ntext,é".encode("latin-1"), "not_utf8"),
        ("csv", archive("a.csv", "b.csv"), "no_table"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(name, data, code):
    assert code_of(name, data) == code


def test_an_archive_that_unpacks_to_more_than_it_may_hold_is_refused():
    bomb = packed({"imsmanifest.xml": b"<manifest/>", "a.xml": b"\0" * (201 * 2**20)})
    assert len(bomb) < 2**20
    assert code_of("qti", bomb) == "archive_size"


def test_an_archive_that_says_less_than_it_holds_is_refused():
    data = packed({"items.csv": b"a" * 1000})
    lied = data.replace((1000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert code_of("csv", lied) in ("not_a_zip", "archive_size")


def test_an_archive_of_very_many_files_is_refused():
    assert code_of("qti", archive(*(f"{number}.xml" for number in range(5_001)))) == "archive_files"


def slow(stem: str, kind: str = "multichoice", style: str = "html") -> bytes:
    text = f"<questiontext format='{style}'><text><![CDATA[{stem}]]></text></questiontext>"
    answer = "<answer fraction='100'><text>a</text></answer>"
    return f"<quiz><question type='{kind}'>{text}{answer}</question></quiz>".encode()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("moodle", slow("\\(" * 50_000), "too_long"),
        ("moodle", slow("![" * 90_000, style="markdown"), "too_long"),
        ("moodle", slow("<div>" * 39_000), "too_long"),
        ("moodle", slow("<ol>" + "<li>x" * 30_000), "too_long"),
        ("moodle", slow("{1:SA:" * 30_000, "cloze"), "no_question"),
        ("moodle", slow("x\n" * 1_000_000), "too_long"),
        ("gift", b"{" * 1_000_000, "too_long"),
        ("gift", b"// " + b"[id:" * 500_000 + b"\nWho?{", "braces"),
        ("gift", b"Who?{}\n\n" * 100_000, "essay"),
    ],
)
def test_what_is_made_to_take_long_is_soon_left_out(name, data, code):
    began = monotonic()
    assert FORMATS[name].read(data).remarks[0].code == code
    assert monotonic() - began < 60


def test_of_very_many_questions_the_first_are_read_and_the_others_counted():
    parsed = FORMATS["aiken"].read(b"Who?\nA. a\nB. b\nANSWER: A\n" * 2_010)
    assert len(parsed.items) == 2_000
    assert [(one.code, one.count) for one in parsed.remarks] == [("too_many", 10)]


def test_an_error_says_where():
    with pytest.raises(FormatError, match=r"^line 3: This is no XML that can be read: "):
        FORMATS["moodle"].read(b"<quiz>\n<question>\n</quiz>")
