"""Bodies to values."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import parsers
from rest_framework.exceptions import ParseError

from lifow.base.api.exceptions import BodyTooLarge

MOST_BYTES = 4 * 2**20
MOST_BYTES_OF_A_FILE = 101 * 2**20
MOST_BYTES_OF_A_PICTURE = 6 * 2**20


class JSONParser(parsers.JSONParser):
    """JSON, also where it is nested so deeply that nobody could mean it: that is malformed like any other.

    A body of more bytes than are read is refused before it is.
    """

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        refuse_large_bodies(parser_context, MOST_BYTES)
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError as error:
            raise ParseError(_("The body is nested too deeply.")) from error


class FileParser(parsers.MultiPartParser):
    """A form with a file, which is kept on disk while it is read."""

    most_bytes = MOST_BYTES_OF_A_FILE

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        refuse_large_bodies(parser_context, self.most_bytes)
        return super().parse(stream, media_type, parser_context)


class PictureParser(FileParser):
    """A form with a picture."""

    most_bytes = MOST_BYTES_OF_A_PICTURE


def refuse_large_bodies(parser_context: Mapping[str, Any] | None, most: int) -> None:
    """Raise BodyTooLarge by the length that the headers say: no more is read than that."""
    request = (parser_context or {}).get("request")
    length = request.META.get("CONTENT_LENGTH") if request is not None else None
    if length and int(length) > most:
        raise BodyTooLarge(most)
