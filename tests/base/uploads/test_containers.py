"""Videos are known by their bytes: MP4 and WebM with a picture, of a length; nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lifow.base.uploads import containers
from lifow.base.uploads.containers import ContainerError, container_of
from tests.item_bank import png
from tests.videos import box, mp4, webm


def found(tmp_path, data: bytes):
    path = tmp_path / "file"
    path.write_bytes(data)
    return container_of(path)


def test_a_video_says_what_it_is_and_how_long(tmp_path):
    assert (found(tmp_path, mp4(12.5)).media_type, found(tmp_path, mp4(12.5)).seconds) == ("video/mp4", 12.5)
    assert (found(tmp_path, webm(7)).media_type, found(tmp_path, webm(7)).seconds) == ("video/webm", 7)


def test_a_recording_of_a_browser_is_as_long_as_its_last_cluster_says(tmp_path):
    assert found(tmp_path, webm(None)).seconds == 9


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", containers.NO_VIDEO),
        (b"<html><script>alert(1)</script>", containers.NO_VIDEO),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", containers.NO_VIDEO),
        (png(), containers.NO_VIDEO),
        (b"PK\x03\x04" + bytes(40), containers.NO_VIDEO),
        (mp4(brand=b"qt  "), containers.OTHER_CONTAINER),
        (webm(doc_type=b"matroska"), containers.OTHER_CONTAINER),
        (mp4(handler=b"soun"), containers.NO_PICTURE),
        (webm(track=2), containers.NO_PICTURE),
        (mp4(0), containers.DAMAGED),
        (mp4(10**6), containers.DAMAGED),
        (mp4()[:-1], containers.DAMAGED),
        (mp4() + b"<script>", containers.DAMAGED),
        (box(b"ftyp", b"isom"), containers.DAMAGED),
        (b"\x1a\x45\xdf\xa3", containers.DAMAGED),
        (webm(float("nan")), containers.DAMAGED),
    ],
)
def test_what_is_no_video_that_is_played_is_refused(tmp_path, data, reason):
    with pytest.raises(ContainerError, match=f"^{reason}$"):
        found(tmp_path, data)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([mp4(), webm(), webm(None)]), st.data())
def test_a_damaged_file_is_taken_or_refused_and_nothing_else(tmp_path, whole, data):
    damaged = bytearray(whole)
    at = data.draw(st.integers(0, len(whole) - 1))
    damaged[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    try:
        told = found(tmp_path, bytes(damaged))
    except ContainerError:
        return
    assert 0 < told.seconds <= containers.LONGEST_SECONDS
