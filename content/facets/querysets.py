"""Adjectives of facets and their values."""

from typing import Self

from content.facets.choices import FacetState
from lifow.base.querysets import TimestampedQuerySet


class FacetQuerySet(TimestampedQuerySet):
    def listed(self) -> Self:
        """What authors choose from and learners filter by."""
        return self.filter(state=FacetState.LISTED)

    def waiting(self) -> Self:
        """What an author or an import has brought, and HR has not decided about."""
        return self.filter(state=FacetState.WAITING)

    def in_order(self) -> Self:
        return self.order_by("position", "name", "pk")


class FacetValueQuerySet(FacetQuerySet):
    def filterable(self) -> Self:
        """Values that are a filter for everybody: in the list, of a facet that is."""
        return self.listed().filter(facet__state=FacetState.LISTED)

    def to_decide(self) -> Self:
        """What waits, the longest first; of a facet that is out of the list nothing does."""
        open_facets = [FacetState.LISTED, FacetState.WAITING]
        return self.waiting().filter(facet__state__in=open_facets).order_by("created_at", "pk")
