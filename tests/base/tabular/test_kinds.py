"""Workbooks, web pages and archives that somebody named .csv."""

import io
import zipfile

import pytest

from lifow.base.tabular import READING_REASONS, TableError, open_table
from lifow.people.roster.interchange import RosterError, parse_roster


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, "x" * 5000)
    return stream.getvalue()


XLSX = archive("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/worksheets/sheet1.xml")
EXCEL_2003 = (
    '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (XLSX, "workbook"),
        (XLSX[:3000], "workbook"),
        (archive("docProps/app.xml", "xl/workbook.bin"), "workbook"),
        (archive("mimetype", "content.xml", "META-INF/manifest.xml"), "workbook"),
        (archive("Index/Document.iwa"), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), "workbook"),
        (EXCEL_2003.encode(), "workbook"),
        (b"\xef\xbb\xbf" + EXCEL_2003.encode(), "workbook"),
        (archive("people.csv"), "zip_archive"),
        (archive(), "zip_archive"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"\r\n <!DOCTYPE html><html><table><tr><td>id</td></tr>", "web_page"),
        (b"<HTML xmlns:x='urn:schemas-microsoft-com:office:excel'><table>", "web_page"),
        ("<table><tr><th>id</th></tr></table>".encode("utf-16"), "web_page"),
        ("<?xml version='1.0'?><html><body/></html>", "web_page"),
    ],
)
def test_what_is_no_table_is_called_what_it_is(content, kind):
    with pytest.raises(TableError) as error:
        open_table(content)
    assert error.value.code == kind
    assert "CSV" in READING_REASONS[kind]


@pytest.mark.parametrize("text", ["PK,name\n1,x\n", "<id>,name\n1,x\n", "<5 years,name\n1,2\n", "%PD,x\n"])
def test_headings_that_only_look_alike_are_read(text):
    assert len(open_table(text.encode()).headings) == 2


def test_a_roster_that_is_a_workbook_is_called_one():
    with pytest.raises(RosterError, match="This is an Excel workbook, not a CSV file"):
        parse_roster(XLSX)
