"""Videos that are uploaded: known by their bytes, and refused in words."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from lifow.base.uploads import containers
from lifow.base.uploads.containers import ContainerError, container_of
from lifow.base.uploads.uses import FileRefusedError, Recognised

REASONS: Mapping[str, str | Promise] = {
    containers.NO_VIDEO: gettext_lazy("This is no video that browsers play. Save it as MP4 or WebM."),
    containers.OTHER_CONTAINER: gettext_lazy(
        "Not every browser plays this kind of file. Save it as MP4 or WebM, and upload that."
    ),
    containers.NO_PICTURE: gettext_lazy("There is no picture in this file, only sound. Upload a video."),
    containers.DAMAGED: gettext_lazy(
        "This video cannot be read: it may be damaged or cut off. Save it anew, and upload it again."
    ),
}


def recognise_video(path: Path) -> Recognised:
    """What a file is, where it is a video that browsers play. Raises FileRefusedError."""
    try:
        found = container_of(path)
    except ContainerError as error:
        raise FileRefusedError(str(error), str(REASONS[str(error)])) from error
    return Recognised(found.media_type, found.seconds)
