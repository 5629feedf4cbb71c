"""What of the catalogue answers to a search and its filters, of use to whom, and what is filed under what."""

from content.catalogue.reports.facets import NewFacet, new_facets
from content.catalogue.reports.found import CatalogueFilter, Choice, Found, find_modules
from content.catalogue.reports.use import Need, Place, Raises, Reader, Use, reader_of, use_of
from content.catalogue.reports.wanted import FACET, Wanted, address_of, in_words

__all__ = [
    "FACET",
    "CatalogueFilter",
    "Choice",
    "Found",
    "Need",
    "NewFacet",
    "Place",
    "Raises",
    "Reader",
    "Use",
    "Wanted",
    "address_of",
    "find_modules",
    "in_words",
    "new_facets",
    "reader_of",
    "use_of",
]
