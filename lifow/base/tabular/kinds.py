"""Files that are no delimited text, whatever their name says: known by how they begin."""

import io
import zipfile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
WEB_PAGE = ("<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div")
LOOKED_AT = 4096


def kind_of_bytes(content: bytes) -> str | None:
    """Why the bytes are no text: `workbook` (xlsx, ods, xls …), `zip_archive` or `pdf`; None otherwise."""
    if content.startswith(OLE):
        return "workbook"
    if content.startswith(ZIP):
        return "workbook" if _is_workbook(content) else "zip_archive"
    return "pdf" if content.startswith(b"%PDF-") else None


def kind_of_text(text: str) -> str | None:
    """Why the text is no table: `workbook` (Excel's XML of 2003) or `web_page`; None otherwise."""
    start = text[:LOOKED_AT].lstrip().casefold()
    if not start.startswith("<"):
        return None
    if "urn:schemas-microsoft-com:office:spreadsheet" in start and "<html" not in start:
        return "workbook"
    is_page = start.startswith(WEB_PAGE) or (start.startswith(("<?xml", "<!--")) and "<html" in start)
    return "web_page" if is_page else None


def _is_workbook(content: bytes) -> bool:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        # One that was cut off still names its first parts.
        return any(part in content[:LOOKED_AT] for part in (b"[Content_Types].xml", b"xl/", b"opendocument"))
    return (
        any(name.startswith("xl/") for name in names)
        or "content.xml" in names
        or "Index/Document.iwa" in names
    )
