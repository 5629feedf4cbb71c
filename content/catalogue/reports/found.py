"""What of the catalogue answers to a search and its filters, and what each other filter would leave."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assessments.frameworks.models import Skill
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.querysets import ModuleQuerySet
from content.catalogue.reports.use import Raises, Reader, use_of
from content.catalogue.reports.wanted import Wanted, in_words

MOST_RANKED = 1_000
"""Of the modules that match a text, so many are put in order: twenty pages, which nobody turns to the end."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and how many modules it leaves beside what else is wanted, if it is counted."""

    value: str
    label: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """A filter with its values in reading order; `total` is what no choice in it would leave."""

    name: str
    choices: tuple[Choice, ...]
    total: int | None

    def uncounted(self) -> "CatalogueFilter":
        """The same choices, where there are too many modules to count."""
        return replace(self, choices=tuple(replace(one, count=None) for one in self.choices), total=None)

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of the modules that are wanted, the best first, whether there are more, and the filters over them.

    Of a text that more than `MOST_RANKED` modules match, the choices are those of the best, uncounted.
    """

    ids: tuple[int, ...]
    has_more: bool
    kinds: CatalogueFilter
    skills: CatalogueFilter
    facets: tuple[CatalogueFilter, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """What the filters look at in one module."""

    pk: int
    kind: str
    minutes: int
    skills: frozenset[str]
    raises: tuple[Raises, ...]
    facets: Mapping[str, Sequence[str]]

    def suits(self, wanted: Wanted) -> bool:
        return (
            wanted.kind in ("", self.kind)
            and (not wanted.skill or wanted.skill in self.skills)
            and all(value in self.facets.get(name, ()) for name, value in wanted.facets.items())
        )


def find_modules(modules: ModuleQuerySet[Module], wanted: Wanted, reader: Reader | None = None) -> Found:
    """Search and filter modules. At most five queries.

    Where no text is wanted, what is of most use to the reader comes first, and of the same use what is new.
    """
    if not wanted.text:
        newest = _rows(modules.order_by("-pk"))
        if reader is not None:
            newest.sort(key=lambda row: use_of(row.pk, row.minutes, row.raises, reader))
        return _counted(newest, wanted)
    best = modules.best_match_ids(wanted.text, MOST_RANKED + 1)
    rows = {row.pk: row for row in _rows(modules.filter(pk__in=best[:MOST_RANKED]))}
    ranked = [rows[pk] for pk in best if pk in rows]
    if len(best) <= MOST_RANKED:
        return _counted(ranked, wanted)
    if wanted.is_filtered:
        best = _narrowed(modules, wanted).best_match_ids(wanted.text, MOST_RANKED + 1)
    kinds, skills, *facets = _filters(ranked, wanted, Wanted())
    return Found(
        ids=tuple(best[:MOST_RANKED]),
        has_more=len(best) > MOST_RANKED,
        kinds=kinds.uncounted(),
        skills=skills.uncounted(),
        facets=tuple(one.uncounted() for one in facets),
    )


def _counted(rows: Sequence[_Row], wanted: Wanted) -> Found:
    kinds, skills, *facets = _filters(rows, wanted, wanted)
    ids = tuple(row.pk for row in rows if row.suits(wanted))
    return Found(ids, has_more=False, kinds=kinds, skills=skills, facets=tuple(facets))


def _narrowed(modules: ModuleQuerySet[Module], wanted: Wanted) -> ModuleQuerySet[Module]:
    """The modules that suit the filters, as `_Row.suits` has it."""
    if wanted.kind:
        modules = modules.filter(kind=wanted.kind)
    if wanted.skill:
        modules = modules.filter(effects__skill__public_id=wanted.skill)
    for name, value in wanted.facets.items():
        modules = modules.filed_under(name, value)
    return modules


def _rows(modules: ModuleQuerySet[Module]) -> list[_Row]:
    found = list(modules.values_list("pk", "kind", "minutes", "facets"))
    effects = ModuleEffect.objects.filter(module__in=[pk for pk, *_ in found])
    skills: dict[int, set[str]] = {}
    raises: dict[int, list[Raises]] = {}
    columns = ("module_id", "skill__public_id", "skill_id", "from_level", "to_level")
    for pk, skill, skill_id, start, end in effects.values_list(*columns):
        skills.setdefault(pk, set()).add(skill)
        raises.setdefault(pk, []).append(Raises(skill_id, float(start), float(end)))
    return [
        _Row(pk, kind, minutes, frozenset(skills.get(pk, ())), tuple(raises.get(pk, ())), facets)
        for pk, kind, minutes, facets in found
    ]


def _filters(rows: Sequence[_Row], wanted: Wanted, narrowing: Wanted) -> list[CatalogueFilter]:
    """The filters by kind, by skill and by each facet; each is narrowed by the others of `narrowing`."""
    facets = sorted({name for row in rows for name in row.facets} | set(wanted.facets))
    return [
        _kinds(rows, wanted, narrowing),
        _skills(rows, wanted, narrowing),
        *(_facet(rows, wanted, narrowing, name) for name in facets),
    ]


def _kinds(rows: Iterable[_Row], wanted: Wanted, narrowing: Wanted) -> CatalogueFilter:
    others = replace(narrowing, kind="")
    left = [row for row in rows if row.suits(others)]
    counts = Counter(row.kind for row in left)
    kinds = [(kind.value, str(kind.label)) for kind in Module.Kind]
    return CatalogueFilter("kind", _choices(kinds, counts, wanted.kind), len(left))


def _skills(rows: Iterable[_Row], wanted: Wanted, narrowing: Wanted) -> CatalogueFilter:
    others = replace(narrowing, skill="")
    left = [row for row in rows if row.suits(others)]
    counts = Counter(skill for row in left for skill in row.skills)
    ids = {skill for row in rows for skill in row.skills}
    names = Skill.objects.filter(public_id__in=ids).values_list("public_id", "name")
    skills = sorted(names, key=lambda skill: (skill[1].casefold(), skill[0]))
    return CatalogueFilter("skill", _choices(skills, counts, wanted.skill), len(left))


def _facet(rows: Iterable[_Row], wanted: Wanted, narrowing: Wanted, name: str) -> CatalogueFilter:
    others = replace(narrowing, facets={key: value for key, value in narrowing.facets.items() if key != name})
    left = [row for row in rows if row.suits(others)]
    counts = Counter(value for row in left for value in row.facets.get(name, ()))
    chosen = wanted.facets.get(name, "")
    values = [(value, in_words(value)) for value in sorted({*counts, chosen} - {""})]
    return CatalogueFilter(name, _choices(values, counts, chosen), len(left))


def _choices(values: Iterable[tuple[str, str]], counts: Mapping[str, int], chosen: str) -> tuple[Choice, ...]:
    """The values that leave something, and the chosen one in any case."""
    return tuple(
        Choice(value, label, counts.get(value, 0), value == chosen)
        for value, label in values
        if counts.get(value) or value == chosen
    )
