"""The documents and packages of the demo company: a PDF of a TOML file, a SCORM package of a folder.

Both are made when the demo is loaded, the same each time: what is committed can be read and reviewed.
"""

import tomllib
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from textwrap import wrap

FOLDER = Path(__file__).parent / "company"
WHEN = (1980, 1, 1, 0, 0, 0)
LINE, WIDTH = 16, 78
"""Points between two lines, and characters of one in Helvetica of 11 points."""


def read_document(name: str) -> bytes:
    """The PDF of a document of this name."""
    told = tomllib.loads((FOLDER / f"documents/{name}.toml").read_text(encoding="utf-8"))
    return pdf_of_pages([(page["title"], page["lines"]) for page in told["page"]])


def read_package(name: str) -> bytes:
    """The SCORM package of a folder of this name."""
    folder = FOLDER / f"packages/{name}"
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), WHEN)
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def pdf_of_pages(pages: Sequence[tuple[str, Sequence[str]]]) -> bytes:
    """A PDF of pages with a title and lines of text, in Helvetica, which every viewer has."""
    fonts = b"<< /F1 3 0 R /F2 4 0 R >>"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for title, lines in pages:
        number = len(bodies) + 1
        kids.append(b"%d 0 R" % number)
        drawn = _drawn(title, lines)
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font %s >> >>" % (number + 1, fonts)
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    bodies[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    return pdf_of_objects(bodies)


def pdf_of_objects(bodies: Sequence[bytes]) -> bytes:
    """Objects of a PDF, numbered from 1, with the table of where they are; the first is the root."""
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(bodies) + 1, table, end)


def _drawn(title: str, lines: Sequence[str]) -> bytes:
    said = [part for line in lines for part in (wrap(line, WIDTH) or [""])]
    shown = b"".join(b"0 -%d Td (%s) Tj\n" % (LINE, _escaped(one)) for one in said)
    return b"BT /F2 18 Tf 72 760 Td (%s) Tj 0 -12 Td /F1 11 Tf\n%sET" % (_escaped(title), shown)


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
