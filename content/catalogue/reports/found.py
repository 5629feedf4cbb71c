"""What of the catalogue answers to a search and its filters, and what each other filter would leave."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assessments.frameworks.models import Skill
from content.catalogue.choices import ModuleKind
from content.catalogue.compute import (
    Asked,
    CatalogueColumns,
    matching,
    ranked,
    use_of,
    values_counted,
)
from content.catalogue.compute.columns import Flags, Ints
from content.catalogue.models import Module
from content.catalogue.querysets import ModuleQuerySet
from content.catalogue.reports.use import Reader
from content.catalogue.reports.wanted import MINUTES, Wanted
from content.catalogue.selectors import AUTHORS_SEE, KINDS, LEARNERS_SEE, catalogue_columns
from content.facets.reports import FacetList, KnownFacet, facet_list
from lifow.base.database.columns import among
from lifow.base.templatetags.display import minutes_in_words

MOST_RANKED = 1_000
"""Of the modules that match a text, so many are put in order: twenty pages, which nobody turns to the end."""
FEW_SUITED = 2_000
MOST_SKILLS = 100
"""A list of skills that is longer is none to choose from: those that most modules raise, and those of the
reader's role."""
NOWHERE = -1
"""In place of the id of a skill or a value that there is not: no module has it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and how many modules it leaves beside what else is wanted, if it is counted."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """A filter with its values in reading order."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    def uncounted(self) -> "CatalogueFilter":
        """The same choices, where there are too many modules to count."""
        return replace(self, choices=tuple(replace(one, count=None) for one in self.choices))

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of the modules that are wanted, the best first, whether there are more, and the filters over them.

    Of a text that more than `MOST_RANKED` modules match, the choices are those of the best, uncounted.
    `facets` are those of the company's list.
    """

    ids: Sequence[int]
    has_more: bool
    kinds: CatalogueFilter
    skills: CatalogueFilter
    minutes: CatalogueFilter
    facets: tuple[CatalogueFilter, ...]


@dataclass(frozen=True, slots=True)
class _Search:
    """What is wanted of which catalogue, in words and in numbers."""

    columns: CatalogueColumns
    wanted: Wanted
    asked: Asked
    facets: FacetList
    reader: Reader | None


def find_modules(wanted: Wanted, reader: Reader | None = None, *, with_drafts: bool = False) -> Found:
    """Search and filter what learners may find, and drafts too; at most seven queries, whatever their number.

    Where no text is wanted, what is of most use to the reader comes first; without a reader, what is new.
    """
    facets = facet_list()
    columns = catalogue_columns(AUTHORS_SEE if with_drafts else LEARNERS_SEE)
    search = _Search(columns, wanted, _asked(wanted, facets, columns, reader), facets, reader)
    if not wanted.text:
        order = _order(columns, reader)
        return _counted(search, order[matching(columns, search.asked)[order]])
    visible = Module.objects.filter(status__in=AUTHORS_SEE if with_drafts else LEARNERS_SEE)
    best = columns.rows_of(_ids(visible.best_match_ids(wanted.text, MOST_RANKED + 1)))
    if len(best) <= MOST_RANKED:
        only = _flags(columns, best)
        search = replace(search, asked=replace(search.asked, only=_both(only, search.asked.only)))
        return _counted(search, best[matching(columns, search.asked)[best]])
    return _uncounted(search, best, visible)


def _uncounted(search: _Search, best: Ints, visible: ModuleQuerySet[Module]) -> Found:
    """The best of more matches than are put in order."""
    columns, wanted = search.columns, search.wanted
    of_best = replace(search, asked=Asked(only=_flags(columns, best[:MOST_RANKED])))
    filters = [one.uncounted() for one in _filters(of_best)]
    if wanted.is_filtered:
        best = columns.rows_of(_ids(_best_of_suited(search, visible)))
    ids = columns.module[best[:MOST_RANKED]].tolist()
    kinds, skills, minutes, *facets_of = filters
    return Found(ids, len(best) > MOST_RANKED, kinds, skills, minutes, tuple(facets_of))


def _best_of_suited(search: _Search, visible: ModuleQuerySet[Module]) -> list[int]:
    """The ids of the best matches among the modules that suit the filters.

    Few of these are found first; of many it is asked hit by hit, which soon has enough.
    """
    suited = search.columns.module[matching(search.columns, search.asked)]
    if len(suited) > FEW_SUITED:
        return _narrowed(visible, search).best_match_ids(search.wanted.text, MOST_RANKED + 1)
    few = visible.filter(pk__in=among(suited))
    return few.best_match_ids(search.wanted.text, MOST_RANKED + 1, is_narrow=True) if len(suited) else []


def _narrowed(modules: ModuleQuerySet[Module], search: _Search) -> ModuleQuerySet[Module]:
    """The modules that suit the filters, as `matching` has it, for a search that asks hit by hit."""
    asked = search.asked
    if asked.kind is not None:
        modules = modules.filter(kind=search.wanted.kind)
    if asked.minutes is not None:
        modules = modules.filter(minutes__lte=asked.minutes)
    if asked.skill is not None:
        modules = modules.filter(effects__skill=asked.skill)
    for wanted in asked.facets.values():
        same = [pk for pk, (_facet, value) in search.facets.by_id.items() if value.stands_for == wanted]
        modules = modules.filter(filings__value__in=same)
    if asked.only is not None:
        modules = modules.filter(pk__in=among(search.columns.module[asked.only]))
    return modules


def _counted(search: _Search, rows: Ints) -> Found:
    kinds, skills, minutes, *facets = _filters(search)
    return Found(search.columns.module[rows].tolist(), False, kinds, skills, minutes, tuple(facets))


def _order(columns: CatalogueColumns, reader: Reader | None) -> Ints:
    if reader is None:
        return np.arange(len(columns.module))[::-1]
    helped = reader.helped_in(columns)
    use = use_of(columns, reader.needs, columns.flags_of(_ids(reader.done)), helped)
    return ranked(columns, use, helped)


def _asked(wanted: Wanted, facets: FacetList, columns: CatalogueColumns, reader: Reader | None) -> Asked:
    skill, values = None, {}
    if wanted.skill:
        skill = Skill.objects.filter(public_id=wanted.skill).values_list("pk", flat=True).first() or NOWHERE
    for number, (name, value) in enumerate(wanted.facets.items()):
        pair = facets.value_named(name, value)
        values[pair[0].id if pair else NOWHERE - number] = pair[1].id if pair else NOWHERE
    saved = columns.flags_of(_ids(reader.saved if reader else ())) if wanted.saved else None
    return Asked(
        kind=None if not wanted.kind else KINDS.index(wanted.kind) if wanted.kind in KINDS else NOWHERE,
        skill=skill,
        minutes=wanted.minutes or None,
        facets=values,
        only=saved,
    )


def _ids(ids: Iterable[int]) -> Ints:
    return np.fromiter(ids, dtype=np.int64)


def _flags(columns: CatalogueColumns, rows: Ints) -> Flags:
    flags = np.zeros(len(columns.module), dtype=bool)
    flags[rows] = True
    return flags


def _both(one: Flags, other: Flags | None) -> Flags:
    return one if other is None else one & other


def _filters(search: _Search) -> list[CatalogueFilter]:
    """The filters by kind, by skill, by minutes and by each facet; each is narrowed by the others."""
    listed = [_facet(search, one) for one in search.facets.listed]
    return [_kinds(search), _skills(search), _minutes(search), *(one for one in listed if one.choices)]


def _kinds(search: _Search) -> CatalogueFilter:
    found = matching(search.columns, replace(search.asked, kind=None))
    counts = np.bincount(search.columns.kind[found], minlength=len(KINDS) + 1).tolist()
    kinds = [(kind.value, str(kind.label), counts[KINDS.index(kind.value)]) for kind in ModuleKind]
    return CatalogueFilter("kind", "", _choices(kinds, search.wanted.kind))


def _minutes(search: _Search) -> CatalogueFilter:
    found = matching(search.columns, replace(search.asked, minutes=None))
    taken = search.columns.minutes[found]
    wanted = search.wanted.minutes
    steps = sorted({*MINUTES, *([wanted] if wanted else [])})
    counted = [(str(most), minutes_in_words(most), int((taken <= most).sum())) for most in steps]
    return CatalogueFilter("minutes", "", _choices(counted, str(wanted or "")))


def _skills(search: _Search) -> CatalogueFilter:
    columns = search.columns
    found = matching(columns, replace(search.asked, skill=None))
    counts = values_counted(columns.effect_row, columns.effect_skill, found)
    own = set(search.reader.needs.skill.tolist()) if search.reader else set()
    shown = sorted(counts, key=lambda pk: (pk not in own, -counts[pk], pk))[:MOST_SKILLS]
    asked = search.asked.skill
    names = Skill.objects.filter(pk__in=[*shown, *([asked] if asked else [])])
    rows = [
        (public_id, name, counts.get(pk, 0))
        for pk, public_id, name in names.values_list("pk", "public_id", "name")
    ]
    rows.sort(key=lambda row: (row[1].casefold(), row[0]))
    return CatalogueFilter("skill", "", _choices(rows, search.wanted.skill))


def _facet(search: _Search, facet: KnownFacet) -> CatalogueFilter:
    others = {pk: value for pk, value in search.asked.facets.items() if pk != facet.id}
    found = matching(search.columns, replace(search.asked, facets=others))
    of_facet = np.isin(search.columns.filing_value, [one.id for one in facet.listed])
    row, value = search.columns.filing_row[of_facet], search.columns.filing_value[of_facet]
    counts = values_counted(row, value, found)
    chosen = next((facet.value_named(one) for one in [search.wanted.facets.get(facet.key)] if one), None)
    values = [(one.key, one.name, counts.get(one.id, 0)) for one in facet.listed]
    return CatalogueFilter(facet.key, facet.name, _choices(values, chosen.key if chosen else ""))


def _choices(values: Iterable[tuple[str, str, int]], chosen: str) -> tuple[Choice, ...]:
    """The values that leave something, and the chosen one in any case."""
    return tuple(
        Choice(value, label, count, value == chosen)
        for value, label, count in values
        if count or value == chosen
    )
