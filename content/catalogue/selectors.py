"""The catalogue in columns, read once a process for each change of it."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from time import monotonic
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Case, IntegerField, Subquery, Value, When

from content.catalogue.choices import ModuleKind, ModuleStatus
from content.catalogue.compute import CatalogueColumns, columns_from, joined
from content.catalogue.models import CatalogueVersion, Module, ModuleEffect, ModuleFacet
from content.facets.models import FacetValue
from content.facets.reports import facet_list
from lifow.base.database.columns import read_columns
from lifow.base.querysets import CountOf

KINDS = tuple(ModuleKind.values)
LEARNERS_SEE = (ModuleStatus.PUBLISHED,)
AUTHORS_SEE = (ModuleStatus.PUBLISHED, ModuleStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class _Edition:
    """What columns were read from: where that is the same, so are they.

    Each change of what learners have advances the catalogue's number. Drafts are told by how many there are
    and when one was changed last, and so is what was written past the services; what values stand for, by the
    newest change of the list.
    """

    database: str
    number: int
    changed_at: datetime | None
    drafts: int
    facets_changed_at: datetime | None


_read: dict[str, tuple[_Edition, CatalogueColumns]] = {}
_looked_at: dict[str, float] = {}
"""By status of the modules. Columns are never changed: a request goes on with those that it was given."""


def catalogue_columns(statuses: tuple[str, ...] = LEARNERS_SEE) -> CatalogueColumns:
    """The modules with these statuses; one query, and five more after a change.

    The edition is read before the columns: they can be newer than it says, never older.
    """
    columns = []
    for status, edition in _editions(statuses).items():
        known = _read.get(status)
        if known is None or known[0] != edition:
            known = _read[status] = (edition, _read_columns(status))
        _looked_at[status] = monotonic()
        columns.append(known[1])
    return reduce(joined, columns)


def recent_columns(most_seconds: float = 60.0) -> CatalogueColumns:
    """What learners may find, as it was at most so many seconds ago: no query within these. For what is a
    suggestion, and names modules that are looked up again anyway."""
    known = _read.get(ModuleStatus.PUBLISHED)
    here = str(connection.settings_dict["NAME"])
    is_recent = known is not None and monotonic() - _looked_at.get(ModuleStatus.PUBLISHED, 0.0) < most_seconds
    return known[1] if known is not None and is_recent and known[0].database == here else catalogue_columns()


def forget_columns() -> None:
    """Have the next one read the database again, where it was changed by who tells nobody."""
    _read.clear()


def _editions(statuses: tuple[str, ...]) -> dict[str, _Edition]:
    drafts = Module.objects.filter(status=ModuleStatus.DRAFT)
    listed = FacetValue.objects.order_by("-updated_at").values("updated_at")[:1]
    newest = [
        Module.objects.filter(status=status).order_by("-updated_at").values("updated_at")[:1]
        for status in statuses
    ]
    counted = CountOf(drafts.values("pk")) if ModuleStatus.DRAFT in statuses else Value(0)
    rows = CatalogueVersion.objects.order_by("pk")
    found: Any = rows.values_list("number", counted, *(Subquery(one) for one in (listed, *newest))).first()
    if found is None:
        # Before the first change by a service there is no row to ask beside, and who reads makes none.
        moments = (one.values_list("updated_at", flat=True).first() for one in (listed, *newest))
        found = (0, drafts.count(), *moments)
    number, count, changed, *changes = found
    database = str(connection.settings_dict["NAME"])
    return {
        status: _Edition(database, number, at, count if status == ModuleStatus.DRAFT else 0, changed)
        for status, at in zip(statuses, changes, strict=True)
    }


def _read_columns(status: str) -> CatalogueColumns:
    rows = Module.objects.filter(status=status)
    whens = [When(kind=kind, then=Value(number)) for number, kind in enumerate(KINDS)]
    number_of_kind = Case(*whens, default=Value(len(KINDS)), output_field=IntegerField())
    modules = read_columns(
        rows.annotate(number_of_kind=number_of_kind).order_by("pk"),
        module=("pk", "i8"),
        kind=("number_of_kind", "i8"),
        minutes=("minutes", "i8"),
    )
    # Those of all modules, without a join: what is of other modules is left out below.
    effects = read_columns(
        ModuleEffect.objects.order_by(),
        effect_module=("module_id", "i8"),
        effect_skill=("skill_id", "i8"),
        effect_from=("from_level", "f8"),
        effect_to=("to_level", "f8"),
    )
    filings = read_columns(
        ModuleFacet.objects.order_by(),
        filing_module=("module_id", "i8"),
        filing_value=("value_id", "i8"),
    )
    stands_for = {pk: value.stands_for for pk, (_facet, value) in facet_list().by_id.items()}
    values, places = np.unique(filings["filing_value"], return_inverse=True)
    standing = np.array([stands_for.get(pk, pk) for pk in values.tolist()], dtype=np.int64)
    filings["filing_value"] = standing[places] if len(values) else values
    return columns_from(**modules, **effects, **filings)
