"""The key by which push services know this lifow (VAPID, RFC 8292)."""

from base64 import urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

# The order of the group of P-256 (FIPS 186-5): a private key is a number from 1 to one less.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# 128 bits more than the order has: what is left of a division is as good as uniform (FIPS 186-5, A.2.1).
SEED_BYTES = 48


def private_key() -> ec.EllipticCurvePrivateKey:
    """The private key on P-256, derived from SECRET_KEY: no other secret has to be kept.

    With another SECRET_KEY it is another one: browsers then subscribe again when lifow is opened next.
    """
    derivation = HKDF(algorithm=SHA256(), length=SEED_BYTES, salt=None, info=b"lifow web push")
    seed = int.from_bytes(derivation.derive(settings.SECRET_KEY.encode()))
    return ec.derive_private_key(seed % (ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """The public key as browsers want it to subscribe: the uncompressed point in URL-safe base 64."""
    point = private_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()
