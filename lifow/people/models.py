"""Every model of the app, gathered for Django; code imports them from their own applets."""

from lifow.people.persons.models import Employment, ExternalId, OrgUnit, Person

__all__ = ["Employment", "ExternalId", "OrgUnit", "Person"]
