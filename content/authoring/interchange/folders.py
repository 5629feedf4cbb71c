"""A folder of module files as a zip: written the same each time, and read with suspicion. Pure."""

import stat
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import IO

from content.authoring.interchange.pictures import PICTURES, READ_ENDINGS

ENDING = ".md"
LARGEST_ZIP = 50 * 2**20
LARGEST_FILE = 2**20
LARGEST_PICTURE = 5 * 2**20
LARGEST_IN_ALL = 100 * 2**20
MOST_FILES = 2_000
# The first moment that a zip can say: the same files make the same zip.
WHEN = (1980, 1, 1, 0, 0, 0)


class FolderError(ValueError):
    """A zip that is not read: why, and what to do."""


def write_zip(files: Mapping[str, str], pictures: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """A zip of texts by their files’ names, in the order of the names, and of pictures in their folder."""
    out = BytesIO()
    write_zip_to(out, files, pictures)
    return out.getvalue()


def write_zip_to(out: IO[bytes], files: Mapping[str, str], pictures: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip as `write_zip` does, one picture at a time."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, WHEN), files[name].encode(), zipfile.ZIP_DEFLATED)
        for name, data in pictures:
            archive.writestr(zipfile.ZipInfo(f"{PICTURES}/{name}", WHEN), data, zipfile.ZIP_STORED)


def read_zip(data: bytes) -> dict[str, str]:
    """The texts of a zip by the names of their files, the folder that all lie in left out.

    Raises FolderError for what is no zip, holds more or larger files than anybody writes, or names that lead
    elsewhere. What a zip says of the size of a file is not believed: so much is read and no more.
    """
    files = {name: _decoded(name, file) for name, file in _read(data).items() if "/" not in name}
    if not files:
        raise FolderError("There is no file of a module in it. They end in .md.")
    return files


def read_zipped_pictures(data: bytes) -> dict[str, bytes]:
    """The pictures of a zip by the names of their files. Raises FolderError as `read_zip` does."""
    return {name.rpartition("/")[2]: file for name, file in _read(data).items() if "/" in name}


def _read(data: bytes) -> dict[str, bytes]:
    if len(data) > LARGEST_ZIP:
        raise FolderError(f"The file is larger than {LARGEST_ZIP // 2**20} MB. Send the modules in parts.")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read_all(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise FolderError("The file is not a zip that can be read. Make it again from the folder.") from error


def _read_all(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """What each file holds, by its name; a picture's begins with that of its folder."""
    entries = [one for one in archive.infolist() if not one.is_dir() and not _is_of_a_system(one.filename)]
    if len(entries) > MOST_FILES:
        raise FolderError(f"There are more than {MOST_FILES} files in it. Send the modules in parts.")
    found: dict[str, bytes] = {}
    left = LARGEST_IN_ALL
    for entry in entries:
        name = _checked_name(entry)
        if name in found:
            raise FolderError(f"“{name}” is in it twice. Keep one.")
        largest = LARGEST_PICTURE if "/" in name else LARGEST_FILE
        with archive.open(entry) as file:
            data = file.read(min(largest, left) + 1)
        if len(data) > largest or len(data) > left:
            raise FolderError(f"“{name}” is larger than it may be. Leave it out, or make it smaller.")
        left -= len(data)
        found[name] = data
    return found


def _is_of_a_system(name: str) -> bool:
    """Whether a file is one that an operating system puts into a zip by itself."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2] in (".DS_Store", "Thumbs.db")


def _checked_name(entry: zipfile.ZipInfo) -> str:
    """The name of a file without the one folder that it may lie in; a picture keeps its own."""
    name = entry.filename
    folders = name.split("/")
    is_picture = len(folders) > 1 and folders[-2] == PICTURES and name.lower().endswith(READ_ENDINGS)
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    is_elsewhere = name.startswith("/") or "\\" in name or ":" in name or ".." in folders or "\0" in name
    if is_link or is_elsewhere or len(folders) > (3 if is_picture else 2):
        raise FolderError(f"“{name}” does not lie in the folder. Zip one folder with files that end in .md.")
    if not is_picture and not name.endswith(ENDING):
        raise FolderError(
            f"“{name}” is no file of a module: they end in .md, and pictures lie in {PICTURES}."
        )
    if entry.flag_bits & 1:
        raise FolderError("It is protected by a password. Make it without one.")
    return f"{PICTURES}/{folders[-1]}" if is_picture else folders[-1]


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise FolderError(f"“{name}” is not in UTF-8. Save it as UTF-8.") from error
