"""Keeping pictures that people upload, and deleting those that nobody uses.

A row is written in the transaction that uses it, and its file before that is committed: what a row names is
there. A file that no row names is deleted a day later, and so is a row that nothing refers to.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lifow.base.database.locks import take_lock
from lifow.base.media import encoding, files
from lifow.base.media.encoding import EncodingError, encoded_picture
from lifow.base.media.models import Picture

PICTURES = 0x7069637475726573  # the name of the lock of those who keep and delete pictures
UNUSED_FOR = timedelta(days=1)
AT_ONCE = 500
REASONS: Mapping[str, str | Promise] = {
    encoding.EMPTY: _("This file is empty. Choose another one."),
    encoding.TOO_LARGE: _("This picture is larger than 5 MB. Make it smaller, and choose it again."),
    encoding.NO_PICTURE: _("This is no picture that can be shown. Use PNG, JPEG, GIF or WebP."),
    encoding.TOO_MANY_PIXELS: _("This picture has more than 24 million pixels. Make it smaller."),
    encoding.DAMAGED: _("This picture cannot be read: it may be damaged. Save it anew, and choose it again."),
}


class PictureError(ValueError):
    """A file that is kept as no picture; the message says why and what to do, `code` names the reason."""

    def __init__(self, code: str) -> None:
        super().__init__(str(REASONS[code]))
        self.code = code


def keep_picture(*, data: bytes, as_of: datetime) -> Picture:
    """Keep a picture, by what its bytes are: PNG, JPEG, GIF or WebP. Whoever uses it refers to the row.

    It is encoded anew, upright and without metadata. The same picture is one row and one file, however often
    it is uploaded. Raises PictureError for what is none, too large or damaged.
    """
    try:
        made = encoded_picture(data)
    except EncodingError as error:
        raise PictureError(str(error)) from error
    digest = sha256(made.data).hexdigest()
    told = {
        "media_type": made.media_type,
        "bytes": len(made.data),
        "width": made.width,
        "height": made.height,
        "uploaded_at": as_of,
    }
    with transaction.atomic():
        take_lock(PICTURES, is_shared=True)
        picture, is_new = Picture.objects.get_or_create(digest=digest, defaults=told)
        if not is_new and picture.uploaded_at < as_of:
            Picture.objects.filter(pk=picture.pk).update(uploaded_at=as_of)
        files.write_file(digest, made.data)
    return picture


def hold_pictures(*, public_ids: Collection[str]) -> list[Picture]:
    """The pictures of these ids that there are, in the transaction that comes to use them: none of them is
    deleted as unused until it ends."""
    if not public_ids:
        return []
    take_lock(PICTURES, is_shared=True)
    return list(Picture.objects.filter(public_id__in=public_ids).order_by("pk"))


def sweep_pictures(*, as_of: datetime) -> int:
    """Delete the pictures that nobody has used for a day, and files that no row names; how many pictures."""
    unused = Picture.objects.unused().filter(uploaded_at__lt=as_of - UNUSED_FOR).order_by("pk")
    deleted, last = 0, 0
    while ids := list(unused.filter(pk__gt=last).values_list("pk", flat=True)[:AT_ONCE]):
        last = ids[-1]
        deleted += sum(_delete_unused(pk, as_of) for pk in ids)
    for folder in files.folders():
        _delete_unnamed(folder)
    return deleted


def _delete_unused(pk: int, as_of: datetime) -> int:
    """Delete a picture, unless somebody has come to use it meanwhile."""
    try:
        with transaction.atomic():
            take_lock(PICTURES)
            row = Picture.objects.unused().filter(pk=pk, uploaded_at__lt=as_of - UNUSED_FOR).first()
            if row is None:
                return 0
            row.delete()
    except ProtectedError:
        return 0
    return 1


def _delete_unnamed(folder: Path) -> None:
    """Delete the files of one folder that no row names, a day after they were written."""
    with transaction.atomic():
        take_lock(PICTURES)
        rows = Picture.objects.filter(digest__startswith=folder.name)
        named = set(rows.values_list("digest", flat=True))
        files.delete_files(folder, but=named, older_than_seconds=UNUSED_FOR.total_seconds())
