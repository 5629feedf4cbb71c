"""Secrets of an embedded installation: made once, kept in `var/`, readable by its owner only.

Production passes its secrets in the environment; nothing is written then.
"""

import contextlib
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


def secret_key(folder: Path) -> str:
    """The Django secret key kept in `folder`, made on first use."""
    return _kept(folder / "secret_key", lambda: secrets.token_urlsafe(50))


def signing_key(folder: Path) -> str:
    """The PEM private key (RSA, 2048 bits) that signs tokens, kept in `folder`, made on first use."""
    return _kept(folder / "signing_key.pem", _new_signing_key)


def _new_signing_key() -> str:
    return (
        rsa.generate_private_key(public_exponent=65537, key_size=2048)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def _kept(path: Path, make: Callable[[], str]) -> str:
    """The text in `path`. Made where it is absent; of two processes at once, one wins and both read it."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the one
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()
