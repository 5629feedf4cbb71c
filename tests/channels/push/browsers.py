"""A browser that has subscribed: its keys, and how it reads what it is sent (RFC 8291)."""

import json
import os
from base64 import urlsafe_b64encode
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Browser:
    """One browser at one address of a push service."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.secret = os.urandom(16)

    @property
    def subscription(self) -> dict[str, str]:
        """What its script tells lifow."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.endpoint, "public_key": _text(point), "auth_secret": _text(self.secret)}

    def read(self, body: bytes) -> dict[str, Any]:
        """A message, decrypted. Raises an error for one that is for somebody else."""
        plain = http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")
        said: dict[str, Any] = json.loads(plain)
        return said


def _text(key: bytes) -> str:
    return urlsafe_b64encode(key).rstrip(b"=").decode()
