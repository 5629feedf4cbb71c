"""Every page of the admin of the app, gathered for Django."""

from lifow.people.accounts import admin as accounts
from lifow.people.persons import admin as persons

__all__ = ["accounts", "persons"]
