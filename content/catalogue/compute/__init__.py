"""The catalogue as numbers: what is of use to somebody, and how many modules each filter leaves."""

from content.catalogue.compute.columns import Asked, CatalogueColumns, columns_from, joined
from content.catalogue.compute.counting import matching, values_counted
from content.catalogue.compute.ranking import NEAR, Needs, Place, Use, ranked, use_of

__all__ = [
    "NEAR",
    "Asked",
    "CatalogueColumns",
    "Needs",
    "Place",
    "Use",
    "columns_from",
    "joined",
    "matching",
    "ranked",
    "use_of",
    "values_counted",
]
