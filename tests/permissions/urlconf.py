"""The site's addresses as the URLconf has them: every pattern, under the name by which it is reversed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse

GROUP = re.compile(r"<[^>]+>|\(\?P<\w+>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Address:
    """One pattern: `name` with its namespaces (`(route)` where it has none), and the arguments it needs."""

    name: str
    route: str
    needs: tuple[str, ...]

    def __str__(self) -> str:
        return self.name

    def url(self, ids: Mapping[str, str]) -> str:
        """Where the things are whose ids are given, by argument or by the address's own name; else “1”."""
        if self.name.endswith(")"):
            return "/" + GROUP.sub("1", self.route).rstrip("$")
        other = ids.get(self.name, "1")
        return reverse(self.name, kwargs={need: ids.get(need, other) for need in self.needs})


def addresses() -> list[Address]:
    """Every pattern of the URLconf, each name once."""
    found: dict[str, Address] = {}
    for address in _walk(get_resolver(), (), "", ()):
        found.setdefault(address.name, address)
    return list(found.values())


def _walk(
    resolver: URLResolver, namespaces: tuple[str, ...], route: str, needs: tuple[str, ...]
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = f"{route}{entry.pattern}"
        asked = (*needs, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            name = ":".join((*namespaces, entry.name or f"({path})"))
            yield Address(name, path, asked)
        else:
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, inner, path, asked)
