"""Facets that no module is filed under yet: new ones, or slips of the pen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from content.catalogue.models import Module
from content.catalogue.reports.wanted import in_words

MOST_COMPARED = 1_000


@dataclass(frozen=True, slots=True)
class NewFacet:
    """A facet, or a value of one, that no module is filed under yet, and the one that may be meant."""

    facet: str
    value: str
    meant: str


def new_facets(facets: Mapping[str, Sequence[str]]) -> list[NewFacet]:
    """What of these facets would be a new filter for everybody: a slip of the pen would be one, too.

    What may be meant is looked for among the facets of the thousand modules that were changed last.
    """
    modules = Module.objects.current()
    new = [
        (name, value)
        for name, values in sorted(facets.items())
        for value in values
        if not modules.filed_under(name, value).exists()
    ]
    if not new:
        return []
    known: dict[str, set[str]] = {}
    for filed in modules.order_by("-updated_at").values_list("facets", flat=True)[:MOST_COMPARED]:
        for name, values in filed.items():
            known.setdefault(name, set()).update(one for one in values if isinstance(one, str))
    return [_new_facet(name, value, known) for name, value in new]


def _new_facet(name: str, value: str, known: Mapping[str, Collection[str]]) -> NewFacet:
    if name not in known:
        meant = get_close_matches(name, known, n=1)
        return NewFacet(in_words(name), value, in_words(meant[0]) if meant else "")
    folded = {one.casefold(): one for one in known[name]}
    close = get_close_matches(value.casefold(), folded, n=1)
    return NewFacet(in_words(name), value, folded[close[0]] if close else "")
