"""Encodings, delimiters, quotes, and the line of the file where each record begins."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifow.base.tabular import TableError, open_table

HEAD = "Employee ID,First Name,Email,Department"


def opened(content):
    known = set(HEAD.split(","))
    return open_table(content, lambda headings: len(known.intersection(headings)))


def cells_of(content):
    return [(record.line, record.cells) for record in opened(content).records()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_utf8_with_or_without_bom_and_utf16_with_bom_are_read(encoding):
    assert cells_of(f"{HEAD}\n1,Zoë,z@x.org,Östra\n".encode(encoding)) == [
        (2, ["1", "Zoë", "z@x.org", "Östra"])
    ]


def test_utf16_without_a_mark_is_named_as_such():
    with pytest.raises(TableError, match="utf16_without_bom"):
        opened(HEAD.encode("utf-16-le"))


def test_text_in_another_encoding_is_refused_with_its_line():
    with pytest.raises(TableError, match="not_utf8") as error:
        opened(f"{HEAD}\n1,Ama,a@x.org,S\n2,Zoë,z@x.org,S\n".encode("latin-1"))

    assert error.value.line == 3


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", " \r\n\n", "\ufeff"])
def test_a_file_without_headings_is_empty(content):
    with pytest.raises(TableError, match="empty_file"):
        opened(content)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_by_the_headings_that_it_gives(delimiter):
    table = opened(HEAD.replace(",", delimiter) + "\n" + delimiter.join(["1", "a,b;c|d", "a@x.org", "S"]))

    assert table.delimiter == delimiter


def test_other_delimiters_inside_headings_do_not_mislead():
    table = opened("Employee ID;First Name;Email;Department;Size, weight, height, age, shoe\n")

    assert table.delimiter == ";"


def test_a_spreadsheets_hint_decides_the_delimiter_and_is_no_heading():
    assert cells_of("sep=;\r\nEmployee ID;First Name\r\n1;Ama\r\n") == [(3, ["1", "Ama"])]


def test_lines_are_counted_through_line_ends_quoted_newlines_and_blank_lines():
    text = f'\r\n{HEAD}\r\n1,"Ama\r\nK.",a@x.org,S\r\n\r\n , ,,\r\n2,Bo,b@x.org,S\r3,Cy,c@x.org,S\n'

    assert [(line, cells[0]) for line, cells in cells_of(text)] == [(3, "1"), (7, "2"), (8, "3")]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    text = f'\r\n{HEAD}\r\n1,"Ama\r\nK.",a@x.org,S\r\n\r\n , ,,\r\n2,"Bo,b@x.org,S\r3,Cy,c@x.org,S\n'
    table = opened(text)

    assert table.headings_row == 2
    assert [(record.row, record.cells[0]) for record in table.records()] == [(3, "1"), (6, "2"), (7, "3")]


def test_a_quote_that_paired_with_one_of_a_later_row_is_found_by_whoever_knows_the_columns():
    text = f'{HEAD}\n1,"Ama,a@x.org,S\n2,Bo,b@x.org,S\n3,"Cy",c@x.org,S\n'

    def ran_on(cells, later):
        return any("@" in cell for line in later for cell in line)

    found = [(record.line, record.is_faulty) for record in opened(text).records(ran_on)]
    assert found == [(2, True), (3, False), (4, False)]


def test_headings_may_hold_newlines():
    assert cells_of('"Employee\nID",First Name\n1,Ama\n') == [(3, ["1", "Ama"])]


def test_a_stray_quote_costs_its_own_line_and_no_other():
    text = f'{HEAD}\n1,"Ama,a@x.org,S\n2,Bo,b@x.org,S\n3,"Cy"x,c@x.org,S\n4,Di,d@x.org,S\n'

    found = [(record.line, record.is_faulty) for record in opened(text).records()]

    assert found == [(2, True), (3, False), (4, True), (5, False)]


def test_a_line_longer_than_the_csv_limit_is_faulty_and_the_next_is_read():
    text = f'{HEAD}\n1,"{"x" * 200_000}",a@x.org,S\n2,Bo,b@x.org,S\n'

    assert [(record.line, record.is_faulty) for record in opened(text).records()] == [(2, True), (3, False)]


def test_quotes_inside_a_bare_cell_are_text():
    assert cells_of(f'{HEAD}\n1,12" screen,a@x.org,S\n')[0][1][1] == '12" screen'


printable = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(list("\n\",;\t|'=")), max_size=8
)


@given(
    st.lists(
        st.lists(printable, min_size=4, max_size=4).filter(lambda cells: any(map(str.strip, cells))),
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_whatever_a_csv_writer_writes_is_read_back_with_its_lines(rows, delimiter, line_end, encoding):
    output, expected = io.StringIO(newline=""), []
    writer = csv.writer(output, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(HEAD.split(","))
    for cells in rows:
        expected.append((output.getvalue().count("\n") + 1, cells))
        writer.writerow(cells)

    assert cells_of(output.getvalue().encode(encoding)) == expected
