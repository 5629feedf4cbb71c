"""Pictures as they are kept: known by their bytes, within bounds, written anew without what a camera adds.

A file is what its bytes say, whatever its name. It is decoded and encoded again, so that nothing but the
picture is left: no place where it was taken, no text, nothing hidden behind it.
"""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from lifow.base.media.choices import PictureType

MOST_BYTES = 5 * 2**20
MOST_PIXELS = 24_000_000
"""Of all frames together: the largest picture of a phone's camera."""
LONGEST_SIDE = 10_000
MOST_FRAMES = 200
JPEG_QUALITY = 88
BEGINNINGS: Mapping[PictureType, tuple[bytes, ...]] = {
    PictureType.PNG: (b"\x89PNG\r\n\x1a\n",),
    PictureType.JPEG: (b"\xff\xd8\xff",),
    PictureType.GIF: (b"GIF87a", b"GIF89a"),
}
PLAIN_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}
EMPTY, TOO_LARGE, NO_PICTURE, TOO_MANY_PIXELS, DAMAGED = (
    "empty",
    "too_large",
    "no_picture",
    "pixels",
    "damaged",
)


class EncodingError(ValueError):
    """Bytes that are kept as no picture; the text is the reason's name, such as `TOO_LARGE`."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it is kept."""

    data: bytes
    media_type: PictureType
    width: int
    height: int


def sniffed_type(data: bytes) -> PictureType | None:
    """The kind of picture that bytes are, by how they begin; None for anything else."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PictureType.WEBP
    return next((kind for kind, starts in BEGINNINGS.items() if data.startswith(starts)), None)


def encoded_picture(data: bytes) -> Encoded:
    """The picture that bytes are, written anew: turned upright, without metadata. Raises EncodingError."""
    if not data:
        raise EncodingError(EMPTY)
    if len(data) > MOST_BYTES:
        raise EncodingError(TOO_LARGE)
    media_type = sniffed_type(data)
    if media_type is None:
        raise EncodingError(NO_PICTURE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encoded(data, media_type)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise EncodingError(TOO_MANY_PIXELS) from error
    # What a damaged file makes the decoders raise.
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        IndexError,
        KeyError,
        TypeError,
        OverflowError,
    ) as error:
        if isinstance(error, EncodingError):
            raise
        raise EncodingError(DAMAGED) from error


def _encoded(data: bytes, media_type: PictureType) -> Encoded:
    with Image.open(BytesIO(data), formats=[media_type.label.upper()]) as image:
        frames = _check_size(image)
        return _animation(image, media_type) if frames > 1 else _still(image, media_type)


def _check_size(image: Image.Image) -> int:
    """How many frames there are. Raises EncodingError for more than can be shown; nothing is decoded yet."""
    frames = getattr(image, "n_frames", 1)
    if max(image.size) > LONGEST_SIDE or frames > MOST_FRAMES:
        raise EncodingError(TOO_MANY_PIXELS)
    if image.width * image.height * frames > MOST_PIXELS:
        raise EncodingError(TOO_MANY_PIXELS)
    return int(frames)


def _still(image: Image.Image, media_type: PictureType) -> Encoded:
    upright = _plain(ImageOps.exif_transpose(image), media_type)
    return _written([upright], media_type, **_options(media_type))


def _animation(image: Image.Image, media_type: PictureType) -> Encoded:
    """Each frame as it is seen, for as long as it is, as often as it is repeated."""
    frames, durations = [], []
    for frame in ImageSequence.Iterator(image):
        # What a frame says of itself is known once it is decoded.
        frames.append(_plain(frame.convert("RGBA"), media_type))
        durations.append(int(frame.info.get("duration", 100)))
    # A file that says nothing is played once, which the encoders are told by saying nothing too.
    repeated = {"loop": image.info["loop"]} if "loop" in image.info else {}
    options = {"save_all": True, "append_images": frames[1:], "duration": durations, **repeated}
    if media_type == PictureType.GIF:
        options["disposal"] = 2
    return _written(frames, media_type, **_options(media_type), **options)


def _options(media_type: PictureType) -> dict[str, Any]:
    if media_type == PictureType.JPEG:
        return {"quality": JPEG_QUALITY, "optimize": True, "progressive": True}
    if media_type == PictureType.WEBP:
        return {"quality": JPEG_QUALITY, "method": 4}
    return {"optimize": True}


def _plain(image: Image.Image, media_type: PictureType) -> Image.Image:
    """A picture of pixels alone, in a mode that the format has; what it is transparent by stays."""
    if media_type == PictureType.JPEG:
        plain = image.convert("L" if image.mode in ("1", "L", "LA", "I;16") else "RGB")
    else:
        plain = image.copy() if image.mode in PLAIN_MODES else image.convert("RGBA")
    plain.info = {key: value for key, value in plain.info.items() if key == "transparency"}
    return plain


def _written(frames: list[Image.Image], media_type: PictureType, **options: Any) -> Encoded:
    stream = BytesIO()
    frames[0].save(stream, format=media_type.label.upper(), **options)
    return Encoded(stream.getvalue(), media_type, frames[0].width, frames[0].height)
