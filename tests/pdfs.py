"""PDFs made by hand, so that a test says what is in one."""

from collections.abc import Sequence

from demo.documents import pdf_of_objects


def pdf(*pages: str, objects: Sequence[bytes] = (), catalog: bytes = b"", count: int | None = None) -> bytes:
    """A PDF of pages with a line of text each; `objects` are added to it, `catalog` to its root.

    `count` is how many pages it says that it has.
    """
    first = 4
    bodies: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for place, text in enumerate(pages):
        number = first + 2 * place
        kids.append(b"%d 0 R" % number)
        said = text.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        drawn = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % said
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (number + 1)
        )
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    said_count = len(pages) if count is None else count
    bodies[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (said_count, b" ".join(kids))
    return pdf_of_objects([*bodies, *objects])
