"""A page of a long list, with the links to the pages beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

A_PAGE = 50
LAST_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a list, and the addresses and words that `components/pagination.html` takes."""

    rows: tuple
    words: str
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class InTurn:
    """Two ordered lists as one, the second after the first: for an order of which no index has all.

    A page of it takes one query where the first list fills it, two where it ends there, three after that.
    """

    first: QuerySet[Any]
    second: QuerySet[Any]

    def __iter__(self) -> Iterator[Any]:
        yield from self.first
        yield from self.second

    def __getitem__(self, places: slice) -> list[Any]:
        found = list(self.first[places])
        missing = places.stop - places.start - len(found)
        if not missing:
            return found
        is_here = found or not places.start
        before = places.start + len(found) if is_here else self.first.count()
        start = max(0, places.start - before)
        return [*found, *self.second[start : start + missing]]


@dataclass(frozen=True, slots=True)
class InOrder:
    """The rows of a queryset with these ids, in their order: what a search has found. A page is one query."""

    rows: QuerySet[Any]
    ids: Sequence[int]

    def __getitem__(self, places: slice) -> list[Any]:
        ids = self.ids[places]
        found = self.rows.in_bulk(ids)
        return [found[pk] for pk in ids if pk in found]


Listed = QuerySet | InTurn | InOrder


def page_of(rows: Listed, query: QueryDict) -> Page:
    """The page of ordered rows that `?page=` asks for, the first where it asks for none; one query.

    The list is not counted: one row more than a page shows tells whether there is another.
    """
    asked = query.get("page", "")
    number = min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdigit() and int(asked) else 1
    start = (number - 1) * A_PAGE
    found = tuple(rows[start : start + A_PAGE + 1])
    shown = found[:A_PAGE]
    return Page(
        rows=shown,
        words=_("%(first)s–%(last)s") % {"first": start + 1, "last": start + len(shown)} if shown else "",
        previous_url=_address(query, number - 1) if number > 1 else "",
        next_url=_address(query, number + 1) if len(found) > A_PAGE else "",
    )


def _address(query: QueryDict, number: int) -> str:
    changed = query.copy()
    changed["page"] = str(number)
    return f"?{changed.urlencode()}"
