"""What somebody looks for in the catalogue, and its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

FACET = "facet."
MINUTES = (3, 5, 10, 20)
"""What somebody may have time for between two tasks: modules of at most so many minutes."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `skill` is a public id; `minutes` at most so many; `saved` only what they have
    saved; `facets` are the chosen values by facet, by their keys."""

    text: str = ""
    kind: str = ""
    skill: str = ""
    minutes: int = 0
    saved: bool = False
    facets: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen or self.saved)

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.kind, self.skill, self.minutes))) + len(self.facets)


def address_of(wanted: Wanted, page: int = 1) -> str:
    """The address of the catalogue that shows what is wanted."""
    parts: dict[str, Any] = {
        "q": wanted.text,
        "kind": wanted.kind,
        "skill": wanted.skill,
        "minutes": wanted.minutes,
        "saved": "1" if wanted.saved else "",
    }
    parts |= {FACET + name: value for name, value in wanted.facets.items()}
    if page > 1:
        parts["page"] = page
    query = urlencode({name: value for name, value in parts.items() if value})
    return reverse("content:modules") + (f"?{query}" if query else "")
