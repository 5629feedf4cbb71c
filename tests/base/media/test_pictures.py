"""Pictures that people upload: known by their bytes, bounded, without metadata, kept once, swept, served."""

import os
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from lifow.base.media import encoding
from lifow.base.media.encoding import EncodingError, encoded_picture, sniffed_type
from lifow.base.media.files import path_of
from lifow.base.media.models import Picture
from lifow.base.media.services import PictureError, keep_picture, sweep_pictures
from lifow.base.tasks import delete_unused_pictures
from tests.company import NOON, person
from tests.item_bank import draft, picture, png

ORIENTATION, DESCRIPTION = 0x0112, 0x010E
LATER = NOON + timedelta(days=2)


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def file_of(kind: str, image: Image.Image | None = None, **options) -> bytes:
    stream = BytesIO()
    (image or Image.new("RGB", (60, 40), "red")).save(stream, kind, **options)
    return stream.getvalue()


def exif() -> Image.Exif:
    """Turned by a quarter, and with words of the camera's."""
    made = Image.Exif()
    made[ORIENTATION], made[DESCRIPTION] = 6, "secret place"
    return made


def read(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_is_known_by_its_bytes(kind):
    made = encoded_picture(file_of(kind))
    assert made.media_type == f"image/{kind.lower()}"
    assert (made.width, made.height) == read(made.data).size == (60, 40)
    assert read(made.data).format == kind


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_what_a_camera_adds_is_gone_and_the_picture_is_upright(kind):
    data = file_of(kind, exif=exif())
    assert b"secret place" in data
    made = encoded_picture(data)
    assert b"secret" not in made.data
    assert (made.width, made.height) == (40, 60)
    assert not read(made.data).getexif()


def test_comments_and_what_is_hidden_behind_a_picture_are_gone():
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "secret")
    hidden = b"<script>secret</script>"
    for data in (
        file_of("PNG", pnginfo=told) + hidden,
        file_of("JPEG", comment=b"secret") + hidden,
        file_of("GIF", comment=b"secret") + hidden,
    ):
        assert b"secret" in data
        assert b"secret" not in encoded_picture(data).data


@pytest.mark.parametrize("kind", ["GIF", "WEBP"])
def test_an_animation_moves_as_before(kind):
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    data = file_of(kind, frames[0], save_all=True, append_images=frames[1:], duration=[100, 200, 300], loop=0)
    found = read(encoded_picture(data).data)
    durations = []
    for frame in range(found.n_frames):
        found.seek(frame)
        found.load()
        durations.append(found.info["duration"])
    assert durations == [100, 200, 300]


def test_what_is_transparent_stays_so():
    clear = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    assert read(encoded_picture(file_of("PNG", clear)).data).convert("RGBA").getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", encoding.EMPTY),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", encoding.NO_PICTURE),
        (b"%PDF-1.7", encoding.NO_PICTURE),
        (b"BM" + bytes(60), encoding.NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), encoding.DAMAGED),
        (b"\xff\xd8\xff" * 9, encoding.DAMAGED),
        (b"GIF89a", encoding.DAMAGED),
        (b"RIFF\x04\x00\x00\x00WEBP", encoding.DAMAGED),
        (png() + bytes(encoding.MOST_BYTES), encoding.TOO_LARGE),
    ],
)
def test_what_is_no_picture_is_refused(data, reason):
    with pytest.raises(EncodingError, match=f"^{reason}$"):
        encoded_picture(data)


@pytest.mark.parametrize("size", [(9_000, 9_000), (11_000, 1), (30_000, 30_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size):
    began = time.monotonic()
    with pytest.raises(EncodingError, match=encoding.TOO_MANY_PIXELS):
        encoded_picture(file_of("PNG", Image.new("1", size)))
    assert time.monotonic() - began < 30


def test_a_long_animation_counts_all_its_frames(monkeypatch):
    monkeypatch.setattr(encoding, "MOST_PIXELS", 800)
    frames = [Image.new("L", (20, 20), colour) for colour in (0, 99, 200)]
    data = file_of("GIF", frames[0], save_all=True, append_images=frames[1:])
    with pytest.raises(EncodingError, match=encoding.TOO_MANY_PIXELS):
        encoded_picture(data)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]), st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(kind, data):
    whole = bytearray(file_of(kind))
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at : at + 3] = data.draw(st.binary(min_size=0, max_size=3))
    try:
        made = encoded_picture(bytes(whole))
    except EncodingError:
        return
    assert sniffed_type(made.data) == made.media_type


@pytest.mark.django_db
def test_the_same_picture_is_one_row_and_one_file():
    first = keep_picture(data=png(), as_of=NOON)
    again = keep_picture(data=png(), as_of=LATER)
    assert first == again
    assert Picture.objects.get().uploaded_at == LATER
    assert path_of(first.digest).stat().st_size == first.bytes
    assert len(list(path_of(first.digest).parent.iterdir())) == 1


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing():
    with pytest.raises(PictureError, match="Use PNG, JPEG, GIF or WebP"):
        keep_picture(data=b"no picture", as_of=NOON)
    assert not Picture.objects.exists()


def grow_old(path: Path) -> None:
    old = time.time() - 2 * 24 * 3600
    os.utime(path, (old, old))


@pytest.mark.django_db
def test_what_nobody_uses_is_deleted_a_day_later_with_its_file():
    unused, used = picture("red"), picture("blue")
    draft(picture=used, picture_alt="Blue")
    for one in (unused, used):
        grow_old(path_of(one.digest))
    assert sweep_pictures(as_of=NOON + timedelta(hours=23)) == 0
    assert sweep_pictures(as_of=LATER) == 1
    assert list(Picture.objects.all()) == [used]
    assert not path_of(unused.digest).exists()
    assert path_of(used.digest).exists()
    assert delete_unused_pictures() == 0


@pytest.mark.django_db
def test_a_file_that_no_row_names_goes_once_it_is_old():
    """A worker was killed after it had deleted the row, or before it had written one."""
    kept = picture()
    lost = path_of("ab" + "0" * 62)
    lost.parent.mkdir(parents=True, exist_ok=True)
    for file in (lost, lost.with_name(".half")):
        file.write_bytes(b"x")
    sweep_pictures(as_of=NOON)
    assert lost.exists()
    for file in lost.parent.iterdir():
        grow_old(file)
    grow_old(path_of(kept.digest))
    sweep_pictures(as_of=NOON)
    assert list(lost.parent.iterdir()) == []
    assert path_of(kept.digest).exists()


def client_of(**rights: bool) -> Client:
    client = Client()
    client.force_login(person(**rights))
    return client


@pytest.mark.django_db
def test_a_picture_is_served_to_whoever_may_see_it_and_kept_by_their_browser():
    shown = picture()
    draft(picture=shown, picture_alt="Teal")
    url = reverse("media:picture", args=[shown.public_id])
    response = client_of(is_author=True).get(url)
    assert b"".join(response.streaming_content) == path_of(shown.digest).read_bytes()
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=31536000, immutable"
    again = client_of(is_author=True).get(url, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client_of().get(url).status_code == 404
    assert client_of().get(url, headers={"If-None-Match": response["ETag"]}).status_code == 404
    assert Client().get(url).status_code == 302


@pytest.mark.django_db
def test_a_picture_that_is_not_there_is_not_found():
    client = client_of(is_author=True)
    assert client.get(reverse("media:picture", args=["pic_none"])).status_code == 404
    lost = picture()
    path_of(lost.digest).unlink()
    assert client.get(reverse("media:picture", args=[lost.public_id])).status_code == 404
    assert client.post(reverse("media:picture", args=[lost.public_id])).status_code == 405
