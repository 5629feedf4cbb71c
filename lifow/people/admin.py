"""Every page of the admin of the app, gathered for Django."""

from lifow.people.accounts import admin as accounts
from lifow.people.clients import admin as clients
from lifow.people.merging import admin as merging
from lifow.people.persons import admin as persons
from lifow.people.privacy import admin as privacy
from lifow.people.roster import admin as roster

__all__ = ["accounts", "clients", "merging", "persons", "privacy", "roster"]
