"""What of the catalogue answers to a search and its filters, of use to whom, and what is filed under what."""

from content.catalogue.compute import CatalogueColumns, Needs, Place, Use, ranked, use_of
from content.catalogue.compute.columns import Ints
from content.catalogue.reports.filed import FILINGS, filed_under, filed_under_by_key
from content.catalogue.reports.found import CatalogueFilter, Choice, Found, find_modules
from content.catalogue.reports.use import Reader, needs_of
from content.catalogue.reports.wanted import FACET, MINUTES, Wanted, address_of
from content.catalogue.selectors import recent_columns

__all__ = [
    "FACET",
    "FILINGS",
    "MINUTES",
    "CatalogueColumns",
    "CatalogueFilter",
    "Choice",
    "Found",
    "Ints",
    "Needs",
    "Place",
    "Reader",
    "Use",
    "Wanted",
    "address_of",
    "filed_under",
    "filed_under_by_key",
    "find_modules",
    "needs_of",
    "ranked",
    "recent_columns",
    "use_of",
]
