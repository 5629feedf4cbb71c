"""The files of uploads below MEDIA_ROOT: those on their way by public id, stored ones by their SHA-256."""

import os
import shutil
import time
from collections.abc import Collection
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings

UNDER_WAY, STORED = "unfinished", "files"
READ_AT_ONCE = 2**20


def path_under_way(public_id: str) -> Path:
    """Where the bytes of an upload are written."""
    return Path(settings.MEDIA_ROOT) / UNDER_WAY / public_id


def path_of(digest: str) -> Path:
    """Where the stored file of this digest is: below a folder of its first two letters."""
    return Path(settings.MEDIA_ROOT) / place_of(digest)


def place_of(digest: str) -> str:
    """The same, as seen from MEDIA_ROOT: what a proxy in front is told."""
    return f"{STORED}/{digest[:2]}/{digest}"


def free_bytes() -> int:
    """How much the disk takes that holds MEDIA_ROOT."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(root).free


def write_at(public_id: str, offset: int, data: bytes) -> None:
    """Write bytes of an upload at their place; what was cut off there before is overwritten."""
    path = path_under_way(public_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("r+b") as stream:
        stream.seek(offset)
        stream.write(data)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read in pieces."""
    digest = sha256()
    with path.open("rb") as stream:
        while piece := stream.read(READ_AT_ONCE):
            digest.update(piece)
    return digest.hexdigest()


def keep(public_id: str, digest: str) -> None:
    """Have the stored file be there as well as the one under way, which is deleted once a row names it."""
    source, target = path_under_way(public_id), path_of(digest)
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as stream:
        os.fsync(stream.fileno())
    draft = target.with_name(f".{public_id}")
    draft.unlink(missing_ok=True)
    try:
        os.link(source, draft)
    except OSError:
        shutil.copyfile(source, draft)
    draft.replace(target)
    # A link that replaces one to the same file leaves both names.
    draft.unlink(missing_ok=True)
    os.utime(target)


def cut_to(public_id: str, length: int) -> None:
    """Cut off what lies behind the end of an upload."""
    os.truncate(path_under_way(public_id), length)


def delete_under_way(public_id: str) -> None:
    """Delete what has arrived of an upload."""
    path_under_way(public_id).unlink(missing_ok=True)


def delete_others(folder: Path, *, but: Collection[str], older_than_seconds: float) -> None:
    """Delete the files of a folder that are older, `but` those named."""
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            is_old = time.time() - file.stat().st_mtime > older_than_seconds
            if is_old and file.name not in but:
                file.unlink()


def folder_under_way() -> Path:
    return Path(settings.MEDIA_ROOT) / UNDER_WAY


def stored_folders() -> list[Path]:
    """Each folder with stored files, by name."""
    root = Path(settings.MEDIA_ROOT) / STORED
    return sorted(one for one in root.iterdir() if one.is_dir()) if root.is_dir() else []
