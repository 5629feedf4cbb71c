"""What an address of the search asks for, and the address of what is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from lifow.base.passages.registry import findables

FACET = "facet."
MOST_CHARACTERS = 200
MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: some words; of one kind, type of module or unit; with values of facets."""

    text: str = ""
    kind: str = ""
    type: str = ""
    unit: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    is_as_typed: bool = False
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.type or self.unit or self.facets)

    @property
    def filed_under(self) -> dict[str, list[str]]:
        """The filters as the index has them."""
        chosen = {"type": self.type, "unit": self.unit}
        chosen |= {FACET + name: value for name, value in self.facets.items()}
        return {name: [value] for name, value in chosen.items() if value}

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What is asked for beside the words, as the fields of a form."""
        parts = {"kind": self.kind, "type": self.type, "unit": self.unit}
        parts |= {FACET + name: value for name, value in self.facets.items()}
        parts |= {"typed": "1" if self.is_as_typed else ""}
        return [(name, value) for name, value in parts.items() if value]

    @property
    def url(self) -> str:
        parts = {"q": self.text, "kind": self.kind, "type": self.type, "unit": self.unit}
        parts |= {FACET + name: value for name, value in self.facets.items()}
        parts |= {"typed": "1" if self.is_as_typed else "", "page": str(self.page) if self.page > 1 else ""}
        query = urlencode({name: value for name, value in parts.items() if value})
        return reverse("portal:search") + (f"?{query}" if query else "")

    @property
    def filtering_url(self) -> str:
        """The same with its filters open, where a phone has them closed."""
        return f"{self.url}&filters=1#filters" if self.text else self.url

    def on(self, page: int) -> "Wanted":
        return replace(self, page=page)


def wanted_of(data: QueryDict) -> Wanted:
    """What an address asks for, whatever it is."""
    asked = {name.replace("\0", ""): str(value).replace("\0", "") for name, value in data.items()}
    facets = {name.removeprefix(FACET): value for name, value in asked.items() if name.startswith(FACET)}
    page = asked.get("page", "")
    kinds = {one.kind for one in findables()}
    return Wanted(
        text=asked.get("q", "").strip()[:MOST_CHARACTERS],
        kind=asked["kind"] if asked.get("kind") in kinds else "",
        type=asked.get("type", ""),
        unit=asked.get("unit", ""),
        facets={name: value for name, value in facets.items() if name and value},
        is_as_typed=asked.get("typed", "") == "1",
        page=min(int(page), MOST_PAGES) if page.isascii() and page.isdigit() and 0 < len(page) < 4 else 1,
    )
