"""What a module is filed under, as the company's list has it today."""

from collections.abc import Iterable
from dataclasses import dataclass

from content.catalogue.models import Module, ModuleFacet
from content.facets.choices import FacetState
from content.facets.models import FacetValue


@dataclass(frozen=True, slots=True)
class FiledUnder:
    """A facet and the values of it that a module is filed under, in the order of the list."""

    key: str
    name: str
    values: tuple[FacetValue, ...]


def filed_under(module: Module) -> list[FiledUnder]:
    """What of the company's list a module is filed under: neither what waits for HR nor what is retired; one
    query."""
    related = ("value__facet", "value__merged_into__facet")
    filings = ModuleFacet.objects.filter(module=module).select_related(*related)
    return _grouped(
        value for value in _values(filings) if value.state == value.facet.state == FacetState.LISTED
    )


def filed_under_by_key(module: Module) -> dict[str, list[str]]:
    """All that a module is filed under, by keys, for programs; of a module whose `FILINGS` are prefetched."""
    return {one.key: [value.key for value in one.values] for one in _grouped(_values(module.filings.all()))}


FILINGS = ("filings__value__facet", "filings__value__merged_into__facet")


def _values(filings: Iterable[ModuleFacet]) -> Iterable[FacetValue]:
    """The values of filings, each that which it stands for, once."""
    found = {value.pk: value for one in filings for value in [one.value.merged_into or one.value]}
    return found.values()


def _grouped(values: Iterable[FacetValue]) -> list[FiledUnder]:
    ordered = sorted(
        values, key=lambda one: (one.facet.position, one.facet.name, one.position, one.name, one.pk)
    )
    facets: dict[int, list[FacetValue]] = {}
    for value in ordered:
        facets.setdefault(value.facet_id, []).append(value)
    return [FiledUnder(found[0].facet.key, found[0].facet.name, tuple(found)) for found in facets.values()]
