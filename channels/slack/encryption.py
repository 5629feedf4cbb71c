"""Tokens of Slack as the database keeps them: encrypted with a key derived from SECRET_KEY."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def encrypted(text: str) -> str:
    """The text for the database; empty stays empty."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def decrypted(text: str) -> str:
    """The text of before, also with a SECRET_KEY of before; empty where no key that is known opens it."""
    try:
        return _keys().decrypt(text.encode()).decode() if text else ""
    except InvalidToken:
        return ""


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_key(secret) for secret in secrets])


def _key(secret: str) -> Fernet:
    digest = salted_hmac("lifow.slack.tokens", "key", secret=secret, algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(digest))
