"""Of two that write to one upload at the same moment, one is refused, and nothing is mixed."""

import pytest

from lifow.base.uploads import files
from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.services import (
    PIECE,
    UploadError,
    begin_upload,
    finish_upload,
    write_piece,
)
from tests.company import NOON, person
from tests.concurrency import at_once
from tests.videos import mp4

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_pieces_at_one_offset_are_not_mixed():
    ines = person(is_author=True)
    upload = begin_upload(owner=ines, purpose="video", name="a", length=2 * PIECE, as_of=NOON)
    pieces = [letter * PIECE for letter in (b"a", b"b", b"c", b"d")]

    def write(data: bytes) -> int:
        return write_piece(upload_id=upload.pk, offset=0, data=data, as_of=NOON)

    told = at_once([lambda data=data: write(data) for data in pieces])
    (written,) = [place for place, one in enumerate(told) if one == PIECE]
    assert [one.code for one in told if isinstance(one, UploadError)] == ["conflict"] * 3
    assert files.path_under_way(upload.public_id).read_bytes() == pieces[written]


def test_an_upload_that_is_asked_for_twice_at_its_end_is_stored_once():
    data = mp4(padding=PIECE)
    ines = person(is_author=True)
    upload = begin_upload(owner=ines, purpose="video", name="a", length=len(data), as_of=NOON)
    write_piece(upload_id=upload.pk, offset=0, data=data, as_of=NOON)
    told = at_once([lambda: finish_upload(upload=type(upload).objects.get(pk=upload.pk), as_of=NOON)] * 2)
    stored = StoredFile.objects.get()
    assert told == [stored, stored]
    assert files.path_of(stored.digest).read_bytes() == data
