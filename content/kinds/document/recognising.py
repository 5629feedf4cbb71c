"""Whether an uploaded file is a PDF and nothing else, by its bytes."""

import zipfile
from pathlib import Path

from django.utils.translation import gettext as _

from lifow.base.uploads.choices import FileType
from lifow.base.uploads.uses import FileRefusedError, Recognised

LARGEST = 100 * 2**20
HEADER, END = b"%PDF-", b"%%EOF"
TAIL = 2048
MOST_BEHIND = 1024
"""Bytes behind the end mark: some programs fill up with zeros or empty lines."""


def recognise_pdf(path: Path) -> Recognised:
    """That a file is a PDF. Raises FileRefusedError for what is none, is cut off, or is another kind as well.

    What it says is read by a job, which may refuse it still.
    """
    with path.open("rb") as stream:
        start = stream.read(len(HEADER))
        size = stream.seek(0, 2)
        stream.seek(max(0, size - TAIL))
        tail = stream.read()
    if start != HEADER:
        raise FileRefusedError("no_pdf", _("This is no PDF. Save the document as PDF, and upload that."))
    _before, mark, behind = tail.rpartition(END)
    if not mark:
        raise FileRefusedError(
            "damaged", _("This PDF is cut off: its end is missing. Save it anew, and upload it again.")
        )
    if behind.strip(b"\0\r\n\t ") or len(behind) > MOST_BEHIND or zipfile.is_zipfile(path):
        raise FileRefusedError(
            "two_kinds", _("This file holds more than a PDF. Save it anew by printing it to PDF.")
        )
    return Recognised(FileType.PDF)
