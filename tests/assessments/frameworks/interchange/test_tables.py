"""Delimited files of every make, and where each cell stands in them."""

import pytest

from assessments.frameworks.interchange.faults import FrameworkError, Place
from assessments.frameworks.interchange.tables import load, parse

TEXT = 'id,text\r\na,"one\ntwo"\r\n\r\nb,"x, y"\r\n'


def cells(data: bytes) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, row.cells) for row in parse("t.csv", data, ["id", "text"]).rows]


def fault(data: bytes):
    with pytest.raises(FrameworkError) as caught:
        parse("t.csv", data, ["id", "text"])
    (only,) = caught.value.faults
    return only.code, only.where


def test_lines_are_counted_as_a_spreadsheet_counts_them():
    assert cells(TEXT.encode()) == [(2, {"id": "a", "text": "one\ntwo"}), (4, {"id": "b", "text": "x, y"})]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encodings_of_spreadsheets_are_read(encoding):
    assert cells(TEXT.replace("one", "één").encode(encoding))[0][1]["text"] == "één\ntwo"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_delimiter_and_the_line_ends_are_found(delimiter, end):
    assert cells(f"id{delimiter}text{end}a{delimiter}b{end}".encode()) == [(2, {"id": "a", "text": "b"})]


def test_short_lines_are_filled_and_empty_cells_past_the_last_column_dropped():
    assert cells(b"id,text,,\na\nb,c,,\n,,,\n") == [
        (2, {"id": "a", "text": ""}),
        (3, {"id": "b", "text": "c"}),
    ]


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "empty_file", Place("t.csv")),
        ("id,text\na,b\né,c\n".encode("latin-1"), "not_utf8", Place("t.csv", 3)),
        (b'id,text\na,"b\n', "bad_quote", Place("t.csv", 2)),
        (b'id,text\na,b\nc,"d"e\n', "bad_quote", Place("t.csv", 3)),
        (b"id\na\n", "missing_column", Place("t.csv", 1, "text")),
        (b"id,text,id\na,b,c\n", "repeated_column", Place("t.csv", 1, "id")),
        (b"id,text\na,b\nc,d,e\n", "too_many_cells", Place("t.csv", 3)),
    ],
)
def test_what_cannot_be_split_is_reported_by_place(data, code, place):
    assert fault(data) == (code, place)


def test_a_missing_file_is_reported_with_why_it_is_needed(tmp_path):
    with pytest.raises(FrameworkError, match=r"gone\.csv: The file is not there\. Six are needed\."):
        load(tmp_path / "gone.csv", "Six are needed.")


def test_a_folder_in_place_of_a_file_is_reported(tmp_path):
    with pytest.raises(FrameworkError, match="The file cannot be opened: Is a directory"):
        load(tmp_path)
