"""The filters of a search: what each would leave, counted among what the reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from content.catalogue.choices import ModuleKind
from content.facets.reports import FacetList
from lifow.base.passages.registry import findables
from lifow.base.passages.reports import Findings
from lifow.people.persons.models import OrgUnit
from portal.search.wanted import FACET, Wanted

LEAST_UNITS, MOST_UNITS = 2, 100


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a filter, and how many results it leaves."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter by its name in addresses."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def is_chosen(self) -> bool:
        return any(one.is_chosen for one in self.choices)


def kind_tabs(wanted: Wanted, found: Findings) -> list[dict[str, Any]]:
    """All results and those of each kind that has some, each with its address."""
    counts = {one.kind: (str(one.label), found.by_kind.get(one.kind, 0)) for one in findables()}
    first = replace(wanted, page=1)
    tabs = [("", _("All"), sum(found.by_kind.values()))]
    tabs += [(kind, label, count) for kind, (label, count) in counts.items() if count or kind == wanted.kind]
    return [
        {
            "label": label,
            "url": replace(first, kind=kind).url,
            "count": count,
            "current": kind == wanted.kind,
        }
        for kind, label, count in tabs
    ]


def filters_of(wanted: Wanted, found: Findings, facets: FacetList) -> list[Filter]:
    """The filters of which some value leaves something."""
    types = {kind.value: str(kind.label) for kind in ModuleKind}
    listed = [_filter("type", _("Type"), types, wanted.type, found)]
    for facet in facets.listed:
        values = {value.key: value.name for value in facet.listed}
        listed.append(_filter(FACET + facet.key, facet.name, values, wanted.facets.get(facet.key, ""), found))
    listed.append(_filter("unit", _("Unit"), _units(wanted, found), wanted.unit, found))
    return [one for one in listed if one.choices]


def _filter(name: str, label: str, values: Mapping[str, str], chosen: str, found: Findings) -> Filter:
    choices = [
        Choice(value, text, found.by_filing.get(f"{name}={value}", 0), value == chosen)
        for value, text in values.items()
    ]
    return Filter(name, label, tuple(one for one in choices if one.count or one.is_chosen))


def _units(wanted: Wanted, found: Findings) -> dict[str, str]:
    """The units of the people who are found, by public id; one that all are of is no choice, and costs no
    query."""
    ids = [name.partition("=")[2] for name in found.by_filing if name.startswith("unit=")][:MOST_UNITS]
    if len(ids) < LEAST_UNITS and not wanted.unit:
        return {}
    rows = OrgUnit.objects.filter(public_id__in=[*ids, wanted.unit]).order_by("name")
    return dict(rows.values_list("public_id", "name"))
