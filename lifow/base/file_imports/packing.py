"""Files in one archive: what a row keeps of what somebody uploaded, and of what was made from it."""

import hashlib
import io
import zipfile
from collections.abc import Mapping


def packed(files: Mapping[str, bytes]) -> bytes:
    """The files by name as a zip archive; the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def unpacked(archive: bytes | memoryview) -> dict[str, bytes]:
    """The files of an archive that `packed` made."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def digest_of(files: Mapping[str, bytes]) -> str:
    """What tells these files, with their names, from any others: SHA-256 in hexadecimal."""
    found = hashlib.sha256()
    for name, content in sorted(files.items()):
        for text in (name.encode(), content):
            found.update(len(text).to_bytes(8, "big"))
            found.update(text)
    return found.hexdigest()
