"""Verbs that write: telling digests, acting on their links, and choosing how one wants them."""

from channels.digest.services.acting import Acted, LinkError, use_link
from channels.digest.services.choosing import choose_digest
from channels.digest.services.telling import forget_old_digests, people_due, tell_digest

__all__ = [
    "Acted",
    "LinkError",
    "choose_digest",
    "forget_old_digests",
    "people_due",
    "tell_digest",
    "use_link",
]
