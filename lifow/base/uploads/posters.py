"""The picture that a video shows before it plays, drawn by ffmpeg where that is installed.

Which files still need one is said by their rows; without ffmpeg they wait, and are played all the same.
"""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import structlog

from lifow.base.media.models import Picture
from lifow.base.media.services import PictureError, keep_picture
from lifow.base.uploads import files
from lifow.base.uploads.choices import VIDEOS, FileType
from lifow.base.uploads.models import StoredFile

log = structlog.get_logger(__name__)
AT_ONCE = 20
AFTER = 0.1
"""The share of the video after which the picture is taken: the first one is often black."""
MOST_SECONDS = 30
WIDEST = 1280
DEMUXERS = {FileType.MP4: "mov", FileType.WEBM: "matroska"}


def draw_posters(*, as_of: datetime) -> int:
    """Draw what is missing; how many were drawn. A file of which none can be drawn is tried once."""
    program = shutil.which("ffmpeg")
    if program is None:
        return 0
    waiting = StoredFile.objects.filter(poster_tried_at=None, media_type__in=VIDEOS).order_by("pk")[:AT_ONCE]
    return sum(_draw(program, row, as_of) for row in waiting)


def _draw(program: str, row: StoredFile, as_of: datetime) -> bool:
    poster: Picture | None = None
    try:
        poster = keep_picture(data=_frame(program, row), as_of=as_of)
    except (PictureError, OSError, subprocess.SubprocessError) as error:
        log.warning("no_poster", file=row.public_id, error=type(error).__name__)
    StoredFile.objects.filter(pk=row.pk).update(poster=poster, poster_tried_at=as_of)
    return poster is not None


def _frame(program: str, row: StoredFile) -> bytes:
    """One frame as JPEG. The file is somebody's: nothing but it is opened, as nothing but what it is."""
    path: Path = files.path_of(row.digest)
    command = [
        *(program, "-nostdin", "-v", "error", "-protocol_whitelist", "file,pipe", "-threads", "1"),
        *("-f", DEMUXERS[FileType(row.media_type)], "-ss", f"{row.seconds * AFTER:.2f}", "-i", str(path)),
        *("-frames:v", "1", "-vf", f"scale='min({WIDEST},iw)':-2", "-f", "mjpeg", "pipe:1"),
    ]
    done = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=True)  # noqa: S603
    return done.stdout
