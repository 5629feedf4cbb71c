"""How secrets of machines are kept: by a fast keyed hash."""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import BasePasswordHasher
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _


class SecretHasher(BasePasswordHasher):
    """HMAC-SHA256 of a secret, keyed with `SECRET_KEY` and salted.

    For secrets of 256 random bits only, which nobody can guess however fast a guess is checked. What people
    choose themselves needs a slow hash: this one is never the first of `PASSWORD_HASHERS`.
    """

    algorithm = "hmac_sha256"

    def encode(self, password: str, salt: str) -> str:
        """The hash as it is kept: `hmac_sha256$salt$hex`, 90 characters."""
        return self._encoded(password, salt, key=settings.SECRET_KEY)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether it is the secret, also where `SECRET_KEY` was changed and `SECRET_KEY_FALLBACKS` has it."""
        salt = self.decode(encoded)["salt"]
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        return any(constant_time_compare(encoded, self._encoded(password, salt, key=key)) for key in keys)

    def decode(self, encoded: str) -> dict[str, str]:
        algorithm, salt, digest = encoded.split("$", 2)
        return {"algorithm": algorithm, "salt": salt, "hash": digest}

    def safe_summary(self, encoded: str) -> dict[Any, str]:
        return {_("algorithm"): self.algorithm}

    def harden_runtime(self, password: str, encoded: str) -> None:
        """Nothing to make up for: the hash has no rounds."""

    def _encoded(self, password: str, salt: str, *, key: str | bytes) -> str:
        digest = salted_hmac(f"lifow.people.clients{salt}", password, secret=key, algorithm="sha256")
        return f"{self.algorithm}${salt}${digest.hexdigest()}"
