"""Zip archives that people upload: bounded in files and bytes, and nothing outside their own folder."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from assessments.testing.interchange.formats.reading import MEGABYTE, MOST_BYTES, shortened
from assessments.testing.interchange.formats.remarks import FormatError

MOST_FILES = 5_000
MOST_UNPACKED = 200 * MEGABYTE
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")
UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, KeyError)


def is_archive(data: bytes) -> bool:
    return data.startswith(SIGNATURES)


class Archive:
    """An archive that was uploaded: its files by their paths, read one by one, within what it may hold."""

    def __init__(self, data: bytes) -> None:
        if len(data) > MOST_BYTES:
            raise FormatError("too_large", expected=str(MOST_BYTES // MEGABYTE))
        try:
            self._opened = zipfile.ZipFile(io.BytesIO(data))
            files = [one for one in self._opened.infolist() if not one.is_dir()]
        except UNREADABLE as error:
            raise FormatError("not_a_zip", value=shortened(str(error), 100)) from error
        if len(files) > MOST_FILES:
            raise FormatError("archive_files", expected=f"{MOST_FILES:,}")
        self._files = {_path(one): one for one in files}
        self._left = MOST_UNPACKED
        if sum(one.file_size for one in files) > self._left:
            raise _too_much()

    @property
    def names(self) -> list[str]:
        """The paths of its files, in the order of the archive."""
        return list(self._files)

    def read(self, name: str) -> bytes | None:
        """The content of a file; None where there is none. Raises FormatError where it cannot be read."""
        info = self._files.get(name)
        if info is None:
            return None
        try:
            with self._opened.open(info) as file:
                content = file.read(self._left + 1)
        except RuntimeError as error:
            raise FormatError("archive_locked", value=name) from error
        except UNREADABLE as error:
            raise FormatError("not_a_zip", value=shortened(f"{name}: {error}", 100)) from error
        self._left -= len(content)
        if self._left < 0:
            raise _too_much()
        return content


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files by their paths as an archive; the same files give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _path(info: zipfile.ZipInfo) -> str:
    """The path of a file in its archive. Raises FormatError for one that leads out of it, or is locked."""
    name = info.filename.replace("\\", "/")
    is_outside = name.startswith("/") or ".." in name.split("/") or name[1:2] == ":"
    if is_outside:
        raise FormatError("archive_path", value=shortened(name, 100))
    if info.flag_bits & 0x1:
        raise FormatError("archive_locked", value=shortened(name, 100))
    return posixpath.normpath(name)


def _too_much() -> FormatError:
    return FormatError("archive_size", expected=str(MOST_UNPACKED // MEGABYTE))
