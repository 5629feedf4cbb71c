"""Every model of the app, gathered for Django; code imports them from their own applets."""

from lifow.people.merging.models import MergeChange, PersonMerge
from lifow.people.persons.models import CurrentLeave, Employment, ExternalId, OrgUnit, Person
from lifow.people.privacy.models import Erasure
from lifow.people.roster.models import ErasedId, FormerExternalId, PersonMatch, RosterImport

__all__ = [
    "CurrentLeave",
    "Employment",
    "ErasedId",
    "Erasure",
    "ExternalId",
    "FormerExternalId",
    "MergeChange",
    "OrgUnit",
    "Person",
    "PersonMatch",
    "PersonMerge",
    "RosterImport",
]
