"""The address that the files of an opened package have: it names the launch, and nobody can make one up.

A frame without an origin of its own sends no cookies: who has the address has the files, as long as the
launch is open (`content.kinds.scorm.reports.launch_at`).
"""

from django.core.signing import BadSignature, Signer

SALT, SEPARATOR = "content.kinds.scorm", "."


def token_of(public_id: str) -> str:
    """The token of a launch."""
    return Signer(salt=SALT, sep=SEPARATOR).sign(public_id)


def launch_id_in(token: str) -> str | None:
    """The public id of the launch that a token was made for; None for what is no token."""
    try:
        return Signer(salt=SALT, sep=SEPARATOR).unsign(token)
    except BadSignature:
        return None
