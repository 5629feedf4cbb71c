"""The company's list of facets: what there is, what waits for HR, and what somebody may have meant."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.db.models import Count, Q

from content.facets.choices import FacetState
from content.facets.models import Facet, FacetValue
from lifow.base.querysets import CountOf

Facets = Mapping[str, Sequence[str]]
MOST_SHOWN = 50
"""Of what waits, so many are shown at once: the longest-waiting ones."""


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A value as pages need it. `stands_for` is the id of the value that counts: its own, or of that which it
    was merged into."""

    id: int
    public_id: str
    key: str
    name: str
    state: str
    stands_for: int

    @property
    def is_listed(self) -> bool:
        return self.state == FacetState.LISTED


@dataclass(frozen=True, slots=True)
class KnownFacet:
    """A facet with all its values, in the order of the list; `stands_for` as of a value."""

    id: int
    key: str
    name: str
    state: str
    stands_for: int
    values: tuple[KnownValue, ...]

    @property
    def is_listed(self) -> bool:
        return self.state == FacetState.LISTED

    @property
    def listed(self) -> tuple[KnownValue, ...]:
        return tuple(one for one in self.values if one.is_listed)

    def value_named(self, text: str) -> KnownValue | None:
        """The value with this key or name, in any case."""
        exact = next((one for one in self.values if one.key == text), None)
        folded = text.casefold()
        alike = (one for one in self.values if folded in (one.key.casefold(), one.name.casefold()))
        return exact or next(alike, None)


@dataclass(frozen=True, slots=True)
class FacetList:
    """Facets with their values, in the order of the list."""

    facets: tuple[KnownFacet, ...]
    by_id: Mapping[int, tuple[KnownFacet, KnownValue]] = field(repr=False)

    @property
    def listed(self) -> tuple[KnownFacet, ...]:
        """What learners filter by and authors choose from."""
        return tuple(one for one in self.facets if one.is_listed)

    def facet_named(self, text: str) -> KnownFacet | None:
        """The facet with this key or name, in any case; of a merged one, that which it was merged into."""
        folded = text.casefold()
        alike = (one for one in self.facets if folded in (one.key.casefold(), one.name.casefold()))
        found = next((one for one in self.facets if one.key == text), None) or next(alike, None)
        if found is None or found.stands_for == found.id:
            return found
        return next((one for one in self.facets if one.id == found.stands_for), None)

    def value_named(self, facet: str, value: str) -> tuple[KnownFacet, KnownValue] | None:
        """The facet and value that a pair of texts stands for, merged or not."""
        own = next((one for one in self.facets if one.key == facet), None)
        for one in (own, self.facet_named(facet)):
            found = one.value_named(value) if one else None
            if found is not None:
                return self.by_id.get(found.stands_for)
        return None


def facet_list() -> FacetList:
    """All facets with all values, whatever their state; one query."""
    of_value = ("pk", "public_id", "key", "name", "state", "merged_into_id")
    order = ("position", "name", "pk")
    rows = Facet.objects.order_by(*order, *(f"values_in_it__{one}" for one in order))
    facets: dict[int, tuple[str, str, str, int]] = {}
    values: dict[int, list[KnownValue]] = {}
    columns = ("pk", "key", "name", "state", "merged_into_id", *(f"values_in_it__{one}" for one in of_value))
    for facet, key, name, state, into, *value in rows.values_list(*columns):
        facets[facet] = (key, name, state, into or facet)
        of_facet = values.setdefault(facet, [])
        if value[0] is not None:
            pk, public_id, value_key, value_name, value_state, value_into = value
            stands_for = value_into or pk
            of_facet.append(KnownValue(pk, public_id, value_key, value_name, value_state, stands_for))
    known = tuple(KnownFacet(pk, *told, tuple(values[pk])) for pk, told in facets.items())
    return FacetList(known, {value.id: (facet, value) for facet in known for value in facet.values})


def matched(facets: Facets, known: FacetList | None = None) -> dict[str, list[str]]:
    """What somebody typed, by the keys of the list where it says the same in another way: in another case, by
    its name, or as what was merged. What the list does not have stays as it was typed."""
    known = known or facet_list()
    found: dict[str, list[str]] = {}
    for facet, value in pairs_of(facets):
        pair = known.value_named(facet, value)
        named = known.facet_named(facet)
        key = pair[0].key if pair else named.key if named else facet
        found.setdefault(key, []).append(pair[1].key if pair else value)
    return {key: list(dict.fromkeys(values)) for key, values in found.items()}


def kept(before: Facets, now: Facets) -> Facets:
    """What a module was filed under `before`, word for word, where it is filed under the same `now`."""
    known = facet_list()
    are_same = set(pairs_of(matched(before, known))) == set(pairs_of(matched(now, known)))
    return before if are_same else now


def pairs_of(facets: object) -> Iterator[tuple[str, str]]:
    """Each facet with each of its values, whatever is stored."""
    if not isinstance(facets, Mapping):
        return
    for name, values in facets.items():
        if isinstance(name, str) and isinstance(values, (list, tuple)):
            yield from ((name, value) for value in values if isinstance(value, str))


@dataclass(frozen=True, slots=True)
class NewFacet:
    """A facet, or a value of one, that is not in the list yet, and the one that may be meant."""

    facet: str
    value: str
    meant: str


def new_facets(facets: Facets) -> list[NewFacet]:
    """What of these facets is neither in the company's list nor waits for HR: it may be a slip of the pen."""
    known = facet_list()
    new = [(name, value) for name, value in pairs_of(facets) if known.value_named(name, value) is None]
    return [_new_facet(name, value, known) for name, value in sorted(new)]


def _new_facet(name: str, value: str, known: FacetList) -> NewFacet:
    facet = known.facet_named(name)
    if facet is None:
        names = {one.name.casefold(): one.name for one in known.listed}
        meant = get_close_matches(in_words(name).casefold(), names, n=1)
        return NewFacet(in_words(name), value, names[meant[0]] if meant else "")
    values = {one.name.casefold(): one.name for one in facet.listed}
    close = get_close_matches(value.casefold(), values, n=1)
    return NewFacet(facet.name, value, values[close[0]] if close else "")


def in_words(key: str) -> str:
    """A key as people read it, where nobody has named it: “account_size” is “Account size”."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class FacetRow:
    """A facet on HR's page: how many values are in its list, and wait."""

    facet: Facet
    listed: int
    waiting: int


def facet_rows() -> list[FacetRow]:
    """All facets but those that were merged, in their order; one query."""
    counts = {
        name: Count("values_in_it", filter=Q(values_in_it__state=state))
        for name, state in (("listed_count", FacetState.LISTED), ("waiting_count", FacetState.WAITING))
    }
    rows = Facet.objects.exclude(state=FacetState.MERGED).annotate(**counts).in_order()
    counted = ((one, vars(one)) for one in rows)
    return [FacetRow(one, told["listed_count"], told["waiting_count"]) for one, told in counted]


def waiting_values() -> tuple[list[FacetValue], int]:
    """The values that have waited longest for HR, each with its facet and how many modules are filed under
    it, and how many wait in all; two queries."""
    waiting = FacetValue.objects.to_decide()
    shown = waiting.select_related("facet", "proposed_by").annotate(modules=Count("filings"))
    return list(shown[:MOST_SHOWN]), waiting.count()


def counted_waiting() -> CountOf:
    """How many values wait for HR, for those who count several things in one query."""
    return CountOf(FacetValue.objects.to_decide().order_by().values("pk"))


def values_of(facet: Facet) -> list[FacetValue]:
    """The values of a facet, with how many modules are filed under each, and what was merged into them."""
    rows = facet.values_in_it.annotate(modules=Count("filings")).select_related("merged_into", "proposed_by")
    return list(rows.in_order())
