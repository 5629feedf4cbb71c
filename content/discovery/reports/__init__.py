"""What somebody finds: the catalogue in the order of use to them, and a few modules for them on home."""

from content.discovery.reports.for_you import Suggestion, suggested_modules
from content.discovery.reports.own import OwnModules, own_modules, reader_of

__all__ = ["OwnModules", "Suggestion", "own_modules", "reader_of", "suggested_modules"]
