"""Opaque cursors: a place in one list, sealed so that it tells nothing and fits no other list."""

import base64
import binascii
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.utils.crypto import salted_hmac

_PLACE = struct.Struct(">q?")
# A place and the 16 bytes by which it is told from what somebody made up, in base 64.
CURSOR_PATTERN = r"^[A-Za-z0-9_-]{34}$"


class CursorError(ValueError):
    """Text that is no cursor of this list."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """After `position`, or before it where `is_backward`."""

    position: int
    is_backward: bool = False

    def sealed(self, listed: str) -> str:
        """The cursor as text for URLs, of the list that `listed` names: its path and filters.

        The same place gives the same text (AES-SIV), so that an unchanged page keeps its ETag.
        """
        packed = _PLACE.pack(self.position, self.is_backward)
        sealed = _seals()[0].encrypt(packed, [listed.encode()])
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    @classmethod
    def opened(cls, text: str, listed: str) -> "Cursor":
        """The place that `text` holds. Raises CursorError for anything that `sealed` did not give."""
        try:
            sealed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError) as error:
            raise CursorError(text) from error
        for seal in _seals():
            try:
                return cls(*_PLACE.unpack(seal.decrypt(sealed, [listed.encode()])))
            except (InvalidTag, struct.error, ValueError):
                continue
        raise CursorError(text)


def _seals() -> list[AESSIV]:
    """One for the secret key, then one for each that it replaced."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        AESSIV(salted_hmac("lifow.api.cursor", "key", secret=secret, algorithm="sha256").digest())
        for secret in secrets
    ]
