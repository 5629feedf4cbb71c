"""A stored file is answered in short ranges, or by a proxy in front."""

import pytest
from django.test import RequestFactory

from lifow.base.uploads.models import StoredFile
from lifow.base.uploads.ranges import MOST
from lifow.base.uploads.services import store_bytes
from lifow.base.uploads.serving import file_response
from tests.backing.worlds import world
from tests.company import NOON, person
from tests.videos import mp4

pytestmark = pytest.mark.django_db
DATA = mp4(padding=3 * MOST)


@world
def stored() -> StoredFile:
    return store_bytes(owner=person(is_author=True), purpose="video", name="a", data=DATA, as_of=NOON)


def ask(stored: StoredFile, method: str = "get", **headers: str):
    return file_response(getattr(RequestFactory(), method)("/", headers=headers), stored)


def test_a_player_is_answered_a_mebibyte_at_most(stored):
    answer = ask(stored, Range="bytes=0-")
    assert (answer.status_code, len(answer.content)) == (206, MOST)
    assert answer["Content-Range"] == f"bytes 0-{MOST - 1}/{len(DATA)}"
    assert answer["Content-Type"] == "video/mp4"


def test_any_part_is_the_part_of_the_file(stored):
    answer = ask(stored, Range="bytes=2000000-2000099")
    assert answer.content == DATA[2_000_000:2_000_100]
    assert ask(stored, Range="bytes=-7").content == DATA[-7:]


def test_behind_the_end_there_is_nothing(stored):
    answer = ask(stored, Range=f"bytes={len(DATA)}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(DATA)}")


def test_a_part_of_another_file_is_not_joined_to_this_one(stored):
    same = ask(stored, **{"Range": "bytes=0-1", "If-Range": f'"{stored.digest}"'})
    other = ask(stored, **{"Range": "bytes=0-1", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert b"".join(other.streaming_content) == DATA


def test_a_browser_that_has_it_gets_nothing_again(stored):
    answer = ask(stored, **{"If-None-Match": f'"{stored.digest}"'})
    assert answer.status_code == 304
    assert "immutable" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_proxy_in_front_is_told_which_file_it_is(stored, settings):
    settings.UPLOADS = {**settings.UPLOADS, "accel_redirect": "/media-of-lifow/"}
    answer = ask(stored, Range="bytes=0-")
    assert answer["X-Accel-Redirect"] == f"/media-of-lifow/files/{stored.digest[:2]}/{stored.digest}"
    assert answer.content == b""
