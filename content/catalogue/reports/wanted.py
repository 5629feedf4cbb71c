"""What somebody looks for in the catalogue, and its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

FACET = "facet."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for. `skill` is a public id; `facets` are the chosen values by facet."""

    text: str = ""
    kind: str = ""
    skill: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.skill or self.facets)


def in_words(key: str) -> str:
    """A facet or its value as people read it: “account_size” is “Account size”."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


def address_of(wanted: Wanted, page: int = 1) -> str:
    """The address of the catalogue that shows what is wanted."""
    parts: dict[str, Any] = {"q": wanted.text, "kind": wanted.kind, "skill": wanted.skill}
    parts |= {FACET + name: value for name, value in wanted.facets.items()}
    if page > 1:
        parts["page"] = page
    query = urlencode({name: value for name, value in parts.items() if value})
    return reverse("content:modules") + (f"?{query}" if query else "")
