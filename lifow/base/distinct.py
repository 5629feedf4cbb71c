"""Counting distinct people without keeping who they are.

Each person sets one of 60 bits, chosen by a keyed hash of the person and what is counted (linear counting:
Whang et al., 1990). As many bits are set as there are people, or fewer where two chose the same: so there
were at least so many, which is what a minimum of people has to know. One bit in 60, under a key, tells
nothing of anybody.
"""

from django.utils.crypto import salted_hmac

BITS = 60


def bit_of(person_id: int, about: str) -> int:
    """The bit that a person sets among those who did something, as a number with this bit alone."""
    digest = salted_hmac("lifow.distinct", f"{about}:{person_id}", algorithm="sha256").digest()
    return 1 << int.from_bytes(digest[:8], "big") % BITS


def at_least(bits: int) -> int:
    """How many people there were at least."""
    return bits.bit_count()
