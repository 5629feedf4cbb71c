"""The zip of a package: looked at with suspicion, and read in place; nothing is unpacked to the disk.

What a zip says of sizes is not believed, and no name in it becomes a path: names are looked up in its own
table. So neither `../` nor a link leads anywhere; they are refused all the same, as no tool makes them.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from content.kinds.scorm.compute.manifests import LONGEST as LONGEST_MANIFEST
from content.kinds.scorm.compute.manifests import Manifest, ManifestError, read_manifest

MANIFEST = "imsmanifest.xml"
LARGEST = 500 * 2**20
LARGEST_IN_ALL = 2 * 2**30
LARGEST_FILE = 500 * 2**20
MOST_FILES = 10_000
MOST_TIMES, SMALL = 200, 10 * 2**20
"""Files of some size that are packed to less than a two hundredth are made to fill disks and memory."""
LONGEST_NAME = 300
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BEGIN, END, END_RECORD = b"PK\x03\x04", b"PK\x05\x06", 22
"""How a zip begins, and how the last record begins that nothing is to stand behind, not even a comment."""
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


class PackageError(ValueError):
    """A package that is not taken; the text is the reason's name, such as `bomb`."""


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip that is read. Raises PackageError `no_zip`."""
    try:
        archive = zipfile.ZipFile(path)
    except BROKEN as error:
        raise PackageError("no_zip") from error
    with archive:
        yield archive


def read_package(path: Path) -> Manifest:
    """What a package is. Raises PackageError for what is none, or is made to do harm."""
    with path.open("rb") as stream:
        start, size = stream.read(len(BEGIN)), stream.seek(0, 2)
        stream.seek(max(0, size - END_RECORD))
        end = stream.read()
    if start != BEGIN:
        raise PackageError("no_zip")
    with opened(path) as archive:
        entries = archive.infolist()
        _check_bounds(entries, path.stat().st_size)
        names = [_checked_name(one) for one in entries]
        if len({one.casefold() for one in names}) < len(names):
            raise PackageError("hostile_names")
        if not end.startswith(END):
            raise PackageError("two_kinds")
        manifest = _manifest(archive, names)
        if file_in(archive, manifest.path) is None:
            raise PackageError("no_start")
    return manifest


def file_in(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo | None:
    """The file of a name, in any case where none is written so: tools for Windows do not tell them apart."""
    found = archive.NameToInfo.get(name)
    if found is None:
        small = name.casefold()
        found = next((one for one in archive.infolist() if one.filename.casefold() == small), None)
    return None if found is None or found.is_dir() else found


def read_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, first: int, length: int) -> bytes:
    """Bytes of a file, from one on, no more than asked for. Raises PackageError `damaged`."""
    try:
        with archive.open(entry) as stream:
            stream.seek(first)
            return stream.read(length)
    except BROKEN as error:
        raise PackageError("damaged") from error


def _manifest(archive: zipfile.ZipFile, names: Sequence[str]) -> Manifest:
    entry = archive.NameToInfo.get(MANIFEST)
    if entry is None:
        is_deeper = any(name.endswith(f"/{MANIFEST}") for name in names)
        raise PackageError("manifest_in_a_folder" if is_deeper else "no_manifest")
    try:
        return read_manifest(read_part(archive, entry, 0, LONGEST_MANIFEST + 1))
    except ManifestError as error:
        raise PackageError(str(error)) from error


def _check_bounds(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > LARGEST_IN_ALL:
        raise PackageError("bomb")
    for one in entries:
        is_dense = one.file_size > SMALL and one.file_size > one.compress_size * MOST_TIMES
        if is_dense or one.file_size > LARGEST_FILE:
            raise PackageError("bomb")
        if one.flag_bits & ENCRYPTED:
            raise PackageError("encrypted")
        if one.compress_type not in METHODS:
            raise PackageError("no_zip")
    # Files that share their bytes make a small zip of any size: each begins behind the one before.
    placed = sorted(entries, key=lambda one: one.header_offset)
    ends = [one.header_offset + one.compress_size for one in placed]
    begins = [*(one.header_offset for one in placed[1:]), size]
    if any(end > begin for end, begin in zip(ends, begins, strict=True)):
        raise PackageError("bomb")


def _checked_name(entry: zipfile.ZipInfo) -> str:
    # `filename` is cut at a NUL, and has other separators made to slashes: what the zip says is looked at.
    name = entry.orig_filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    folders = name.rstrip("/").split("/")
    is_elsewhere = name.startswith("/") or "\\" in name or ":" in name or {"..", "."} & set(folders)
    if is_link:
        raise PackageError("links")
    if is_elsewhere or "" in folders or len(name) > LONGEST_NAME or not name.isprintable():
        raise PackageError("hostile_names")
    return name
