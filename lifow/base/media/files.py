"""The files of pictures, below MEDIA_ROOT, each named by its SHA-256."""

import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

FOLDER = "pictures"


def path_of(digest: str) -> Path:
    """Where the file of this digest is: below a folder of its first two letters."""
    return _root() / digest[:2] / digest


def write_file(digest: str, data: bytes) -> None:
    """Write a file whole or not at all, as new; one that is there already is replaced by the same."""
    path = path_of(digest)
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as draft:
        try:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
        except BaseException:
            with suppress(OSError):
                Path(draft.name).unlink()
            raise
    Path(draft.name).replace(path)


def read_file(digest: str) -> bytes | None:
    """What a file holds; None where there is none."""
    try:
        return path_of(digest).read_bytes()
    except FileNotFoundError:
        return None


def folders() -> Iterator[Path]:
    """Each folder with files, by name."""
    if _root().is_dir():
        yield from sorted(folder for folder in _root().iterdir() if folder.is_dir())


def delete_files(folder: Path, *, but: Collection[str], older_than_seconds: float) -> int:
    """Delete the files of a folder that are older, `but` those named; how many."""
    deleted = 0
    for file in sorted(folder.iterdir()):
        with suppress(FileNotFoundError):
            is_old = time.time() - file.stat().st_mtime > older_than_seconds
            if is_old and file.name not in but:
                file.unlink()
                deleted += 1
    return deleted


def _root() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER
