"""What of the catalogue answers to a search and its filters, and what each other filter would leave."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from assessments.frameworks.models import Skill
from content.catalogue.models import Module, ModuleEffect
from content.catalogue.querysets import ModuleQuerySet

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


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and how many modules it leaves beside what else is wanted."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """A filter with its values in reading order; `total` is what no choice in it would leave."""

    name: str
    choices: tuple[Choice, ...]
    total: int

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of the modules that are wanted, the best first, and the filters over them."""

    ids: tuple[int, ...]
    kinds: CatalogueFilter
    skills: CatalogueFilter
    facets: tuple[CatalogueFilter, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """What the filters look at in one module."""

    pk: int
    kind: str
    skills: frozenset[str]
    facets: Mapping[str, Sequence[str]]

    def suits(self, wanted: Wanted) -> bool:
        return (
            wanted.kind in ("", self.kind)
            and (not wanted.skill or wanted.skill in self.skills)
            and all(value in self.facets.get(name, ()) for name, value in wanted.facets.items())
        )


def find_modules(modules: ModuleQuerySet[Module], wanted: Wanted) -> Found:
    """Search and filter modules; by title where no text is wanted. Two queries, and one for skills' names."""
    matching = modules.matching(wanted.text) if wanted.text else modules.order_by("title", "pk")
    rows = _rows(matching)
    names = dict(
        Skill.objects.filter(public_id__in={one for row in rows for one in row.skills}).values_list(
            "public_id", "name"
        )
    )
    facets = sorted({name for row in rows for name in row.facets} | set(wanted.facets))
    return Found(
        ids=tuple(row.pk for row in rows if row.suits(wanted)),
        kinds=_kinds(rows, wanted),
        skills=_skills(rows, wanted, names),
        facets=tuple(_facet(rows, wanted, name) for name in facets),
    )


def _rows(modules: ModuleQuerySet[Module]) -> list[_Row]:
    found = list(modules.values_list("pk", "kind", "facets"))
    effects = ModuleEffect.objects.filter(module__in=[pk for pk, _, _ in found])
    skills: dict[int, set[str]] = {}
    for pk, skill in effects.values_list("module_id", "skill__public_id"):
        skills.setdefault(pk, set()).add(skill)
    return [_Row(pk, kind, frozenset(skills.get(pk, ())), facets) for pk, kind, facets in found]


def _kinds(rows: Iterable[_Row], wanted: Wanted) -> CatalogueFilter:
    others = replace(wanted, kind="")
    left = [row for row in rows if row.suits(others)]
    counts = Counter(row.kind for row in left)
    kinds = [(kind.value, str(kind.label)) for kind in Module.Kind]
    return CatalogueFilter("kind", _choices(kinds, counts, wanted.kind), len(left))


def _skills(rows: Iterable[_Row], wanted: Wanted, names: Mapping[str, str]) -> CatalogueFilter:
    others = replace(wanted, skill="")
    left = [row for row in rows if row.suits(others)]
    counts = Counter(skill for row in left for skill in row.skills)
    skills = sorted(names.items(), key=lambda skill: (skill[1].casefold(), skill[0]))
    return CatalogueFilter("skill", _choices(skills, counts, wanted.skill), len(left))


def _facet(rows: Iterable[_Row], wanted: Wanted, name: str) -> CatalogueFilter:
    others = replace(wanted, facets={key: value for key, value in wanted.facets.items() if key != name})
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
