"""A backup as a folder: the database, the uploaded files, and a table of contents with a digest of each."""

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from lifow.base.backups.databases import BackupError, dump, file_name, load

FORMAT = 1
CONTENTS, MEDIA = "backup.json", "media.tar"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself."""

    folder: Path
    made_at: datetime
    vendor: str
    migrations: Mapping[str, list[str]]
    digests: Mapping[str, str]


def make_backup(*, connection: BaseDatabaseWrapper, media: Path, under: Path, made_at: datetime) -> Path:
    """Write a backup into a new folder below `under`, which only its owner may read; that folder.

    It has its name once it is whole. The database comes first: a file that it names is there before it is.
    Raises BackupError.
    """
    name = f"lifow-{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    folder, draft = under / name, under / f".{name}.unfinished"
    if folder.exists():
        raise BackupError(_("%(folder)s is there already.") % {"folder": folder})
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        dump(connection, draft / file_name(connection))
        with tarfile.open(draft / MEDIA, "w") as archive:
            if media.is_dir():
                archive.add(media, arcname=".")
        contents = {
            "format": FORMAT,
            "made_at": made_at.isoformat(),
            "vendor": connection.vendor,
            "migrations": _applied(connection),
            "files": {file.name: digest_of(file) for file in sorted(draft.iterdir())},
        }
        (draft / CONTENTS).write_text(json.dumps(contents, indent=1))
        for file in draft.iterdir():
            _on_disk(file)
        draft.rename(folder)
        _on_disk(under)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder


def read_backup(folder: Path) -> Backup:
    """What a backup says of itself; every file of it is held against its digest. Raises BackupError."""
    try:
        said: dict[str, Any] = json.loads((folder / CONTENTS).read_text())
        found = Backup(
            folder,
            datetime.fromisoformat(said["made_at"]),
            said["vendor"],
            said["migrations"],
            said["files"],
        )
        is_known = said["format"] == FORMAT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(_("%(folder)s is no backup of lifow.") % {"folder": folder}) from error
    if not is_known:
        raise BackupError(_("This backup was made by a newer version of lifow."))
    for name, digest in found.digests.items():
        if not (folder / name).is_file() or digest_of(folder / name) != digest:
            raise BackupError(
                _("%(file)s is damaged or missing. Nothing was changed.") % {"file": folder / name}
            )
    return found


def restore_backup(*, backup: Backup, connection: BaseDatabaseWrapper, media: Path) -> None:
    """Put the database and the uploaded files back as they are in a backup; what is there now goes.

    The database is put back whole or not at all. Raises BackupError where the backup is of another kind of
    database, or of a newer version.
    """
    if backup.vendor != connection.vendor:
        told = {"theirs": backup.vendor, "ours": connection.vendor}
        raise BackupError(_("The backup is of %(theirs)s, and the database is of %(ours)s.") % told)
    known = MigrationLoader(connection).disk_migrations
    unknown = [
        f"{app}.{name}"
        for app, names in backup.migrations.items()
        for name in names
        if (app, name) not in known
    ]
    ours = [one for one in unknown if one.split(".")[0] in {app for app, _name in known}]
    if ours:
        raise BackupError(
            _("This backup was made by a newer version of lifow: %(migrations)s.")
            % {"migrations": ", ".join(ours[:3])}
        )
    fresh, former = media.with_name(f"{media.name}.restored"), media.with_name(f"{media.name}.former")
    for folder in (fresh, former):
        shutil.rmtree(folder, ignore_errors=True)
    _unpack(backup.folder / MEDIA, fresh)
    load(connection, backup.folder / file_name(connection))
    if media.exists():
        media.rename(former)
    fresh.rename(media)
    shutil.rmtree(former, ignore_errors=True)


def _unpack(file: Path, folder: Path) -> None:
    """The files of an archive, all of them below the folder; whatever else it holds is refused."""
    folder.mkdir(parents=True)
    with tarfile.open(file) as archive:
        members = archive.getmembers()
        for member in members:
            inside = (folder / member.name).resolve().is_relative_to(folder.resolve())
            if not inside or not (member.isfile() or member.isdir()):
                told = {"file": file.name, "name": member.name}
                raise BackupError(
                    _("%(file)s holds %(name)s, which no backup has. Nothing was restored.") % told
                )
        archive.extractall(folder, members)  # noqa: S202 (each of them was looked at)


def digest_of(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _applied(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    applied: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        applied.setdefault(app, []).append(name)
    return applied


def _on_disk(path: Path) -> None:
    """Return when the disk has what was written: a backup outlasts a power cut."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
