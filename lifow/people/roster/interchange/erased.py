"""Ids and addresses of people who were erased: known again by keyed digests, and by nothing else."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

ADDRESS = ""
"""What stands in the place of a source for an email address, which is the same in every system."""


@dataclass(frozen=True, slots=True)
class ErasedIds:
    """Ids and addresses of erased people, as digests with the day on which each was erased.

    `keys` are those by which digests are made, today's first: a digest made by an earlier one is known too.
    """

    days: Mapping[str, date] = field(default_factory=dict)
    keys: tuple[bytes, ...] = field(default=(), repr=False)

    def day_of(self, source: str, value: str | None) -> date | None:
        """When the person whom a source calls so was erased; None for everybody else."""
        if not self.days or not value:
            return None
        digests = (digest_of_id(key, source, value) for key in self.keys)
        return next((self.days[one] for one in digests if one in self.days), None)


NOBODY_ERASED = ErasedIds()


def digest_of_id(key: bytes, source: str, value: str) -> str:
    """What is kept of an id or address: HMAC-SHA256, from which nobody without the key can tell it."""
    told = value.lower() if source == ADDRESS else value
    return hmac.new(key, f"{source}\0{told}".encode(), hashlib.sha256).hexdigest()
