"""Every page of the admin of the app, gathered for Django."""

from content.activity import admin as activity
from content.catalogue import admin as catalogue
from content.coverage import admin as coverage
from content.planning import admin as planning

__all__ = ["activity", "catalogue", "coverage", "planning"]
