"""Files that are uploaded piece by piece: begun within bounds, written, known by their bytes, stored, swept.

Each piece is written in one short transaction that holds the row: the file is written at the offset that the
row says, and the offset moves once the piece is there. So of two that write at once one is refused, and what
was killed in the middle is written again from the offset that stands in the row.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lifow.base.bounds import without_controls
from lifow.base.database.locks import take_lock
from lifow.base.jobs import start_soon
from lifow.base.uploads import files
from lifow.base.uploads.models import StoredFile, Upload
from lifow.base.uploads.uses import FileRefusedError, use_named, used_files

UPLOADS = 0x75706C6F61647300  # the name of the lock of those who begin, store and delete
MIB = 2**20
PIECE = MIB // 2
"""Bytes that are written at once: so much is lost at most where a process is killed."""
UNFINISHED_FOR = timedelta(days=1)
UNUSED_FOR = timedelta(days=2)


class UploadError(ValueError):
    """What is not taken; the message says why and what to do, `code` names the reason."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def largest_bytes(of_its_use: int | None = None) -> int:
    """The most bytes of one file, by the settings and by what it is for."""
    most = int(settings.UPLOADS["largest_mib"]) * MIB
    return most if of_its_use is None else min(most, of_its_use)


def begin_upload(*, owner: Any, purpose: str, name: str, length: int, as_of: datetime) -> Upload:
    """Begin an upload, before its first byte.

    Raises UploadError: `empty`, `too_large` for a file, `too_much` for all that somebody has under way,
    `disk_full` where the disk does not take it beside all others that are under way, `purpose`.
    """
    use = use_named(purpose)
    if use is None:
        raise UploadError("purpose", _("Say what the file is for."))
    if length < 1:
        raise UploadError("empty", _("This file is empty. Choose another one."))
    largest = largest_bytes(use.largest_bytes)
    if length > largest:
        most = {"most": largest // MIB}
        raise UploadError("too_large", _("This file is larger than %(most)s MB. Make it smaller.") % most)
    with transaction.atomic():
        take_lock(UPLOADS)
        under_way = Upload.objects.under_way()
        if under_way.of(owner).bytes_promised() + length > settings.UPLOADS["under_way_mib"] * MIB:
            raise UploadError(
                "too_much",
                _("You have too many uploads under way. Finish one, or wait a day, and try again."),
            )
        promised = under_way.bytes_to_come() + length
        if files.free_bytes() - promised < settings.UPLOADS["least_free_mib"] * MIB:
            message = _("There is no room for this file on the server. Tell an HR admin.")
            raise UploadError("disk_full", message)
        return Upload.objects.create(
            owner=owner,
            purpose=purpose,
            name=without_controls(name)[:200],
            length=length,
            began_at=as_of,
            touched_at=as_of,
        )


def write_piece(*, upload_id: int, offset: int, data: bytes, as_of: datetime) -> int:
    """Write bytes at an offset, and give the next one.

    Raises UploadError: `conflict` where the offset is another one by now, `gone` where the upload is no more,
    `too_long` for more than it was to be.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update().filter(pk=upload_id).first()
        if upload is None:
            raise UploadError("gone", _("This upload is no more. Choose the file again."))
        if upload.offset != offset:
            raise UploadError("conflict", _("Other bytes have arrived meanwhile."))
        if offset + len(data) > upload.length:
            raise UploadError("too_long", _("The file is longer than it was said to be."))
        files.write_at(upload.public_id, offset, data)
        upload.offset, upload.touched_at = offset + len(data), as_of
        upload.save(update_fields=["offset", "touched_at"])
    return upload.offset


def finish_upload(*, upload: Upload, as_of: datetime) -> StoredFile:
    """Store an upload that is complete, by what its bytes are. Twice is once.

    Raises UploadError, and deletes it, for what is none that is kept for its purpose.
    """
    upload.refresh_from_db()
    if upload.file is not None:
        return upload.file
    try:
        files.cut_to(upload.public_id, upload.length)
        stored = _stored(upload, as_of)
    except FileNotFoundError as error:
        # Somebody else has just stored it, or the disk has lost it.
        upload.refresh_from_db()
        if upload.file is not None:
            return upload.file
        end_upload(upload=upload)
        raise UploadError("gone", _("This upload is no more. Choose the file again.")) from error
    except FileRefusedError as error:
        end_upload(upload=upload)
        raise UploadError(error.code, str(error)) from error
    files.delete_under_way(upload.public_id)
    return stored


def _stored(upload: Upload, as_of: datetime) -> StoredFile:
    """The row of a complete upload, whose file is there before the row is."""
    path = files.path_under_way(upload.public_id)
    use = use_named(upload.purpose)
    if use is None:
        raise FileRefusedError("purpose", _("Files are not uploaded for this any more."))
    found = use.recognise(path)
    digest = files.digest_of(path)
    told = {
        "media_type": found.media_type,
        "bytes": upload.length,
        "seconds": found.seconds,
        "uploaded_at": as_of,
    }
    with transaction.atomic():
        take_lock(UPLOADS)
        stored, is_new = StoredFile.objects.get_or_create(digest=digest, defaults=told)
        if stored.media_type != found.media_type:
            # What is two kinds of file at once is made to be read as another one than was looked at.
            raise FileRefusedError("two_kinds", _("This file is of two kinds at once. Save it anew."))
        if not is_new and stored.uploaded_at < as_of:
            StoredFile.objects.filter(pk=stored.pk).update(uploaded_at=as_of)
        files.keep(upload.public_id, digest)
        Upload.objects.filter(pk=upload.pk).update(file=stored, touched_at=as_of)
        use.stored(stored)
        start_soon("lifow.base.tasks.draw_posters")
    return stored


def store_file(
    *, owner: Any, purpose: str, name: str, stream: Any, length: int, as_of: datetime
) -> StoredFile:
    """Store a file that was sent as a whole, as if it had been uploaded piece by piece; same errors."""
    upload = begin_upload(owner=owner, purpose=purpose, name=name, length=length, as_of=as_of)
    offset = 0
    while piece := stream.read(PIECE):
        offset = write_piece(upload_id=upload.pk, offset=offset, data=piece, as_of=as_of)
    upload.refresh_from_db()
    return finish_upload(upload=upload, as_of=as_of)


def store_bytes(*, owner: Any, purpose: str, name: str, data: bytes, as_of: datetime) -> StoredFile:
    """The same for bytes."""
    return store_file(
        owner=owner, purpose=purpose, name=name, stream=BytesIO(data), length=len(data), as_of=as_of
    )


def end_upload(*, upload: Upload) -> None:
    """Forget an upload and what has arrived of it; what was stored stays."""
    with transaction.atomic():
        Upload.objects.filter(pk=upload.pk).delete()
        transaction.on_commit(lambda: files.delete_under_way(upload.public_id))


def sweep_uploads(*, as_of: datetime) -> int:
    """Delete uploads without a byte for a day, stored files that nothing has used for two, and files on the
    disk that no row names; how many rows. Safe to run twice."""
    deleted = 0
    for upload in Upload.objects.filter(touched_at__lt=as_of - UNFINISHED_FOR, file=None).order_by("pk"):
        deleted += _delete_unfinished(upload, as_of)
    deleted += Upload.objects.exclude(file=None).filter(touched_at__lt=as_of - UNUSED_FOR).delete()[0]
    deleted += _delete_unused(as_of)
    _delete_unnamed()
    return deleted


def _delete_unfinished(upload: Upload, as_of: datetime) -> int:
    """Delete an upload, unless bytes have arrived meanwhile."""
    with transaction.atomic():
        rows = Upload.objects.select_for_update().filter(pk=upload.pk, file=None)
        row = rows.filter(touched_at__lt=as_of - UNFINISHED_FOR).first()
        if row is None:
            return 0
        end_upload(upload=row)
    return 1


def _delete_unused(as_of: datetime) -> int:
    """Delete the rows of stored files that nothing uses; their files go with those that no row names."""
    with transaction.atomic():
        take_lock(UPLOADS)
        used = used_files()
        if used is None:
            return 0
        old = StoredFile.objects.filter(uploaded_at__lt=as_of - UNUSED_FOR)
        unused = [pk for pk, public_id in old.values_list("pk", "public_id") if public_id not in used]
        return StoredFile.objects.filter(pk__in=unused).delete()[0]


def _delete_unnamed() -> None:
    """Delete files on the disk that no row names, some time after they were written."""
    under_way = set(Upload.objects.under_way().values_list("public_id", flat=True))
    seconds = UNFINISHED_FOR.total_seconds()
    files.delete_others(files.folder_under_way(), but=under_way, older_than_seconds=seconds)
    for folder in files.stored_folders():
        with transaction.atomic(), suppress(OSError):
            take_lock(UPLOADS)
            rows = StoredFile.objects.filter(digest__startswith=folder.name)
            named = set(rows.values_list("digest", flat=True))
            files.delete_others(folder, but=named, older_than_seconds=seconds)
