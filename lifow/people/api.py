"""Every resource of the app in the API, gathered for the URLs: each as it is read, and as it is written."""

from lifow.base.api.routers import ResourceRouter
from lifow.people.persons.api.employments import EmploymentViewSet
from lifow.people.persons.api.org_units import OrgUnitViewSet
from lifow.people.persons.api.people import PersonViewSet
from lifow.people.roster.api.imports import ImportViewSet
from lifow.people.roster.api.records import EmploymentRecords, OrgUnitRecords, PersonRecords


class People(PersonRecords, PersonViewSet):
    problems = {**PersonViewSet.problems, **PersonRecords.problems}


class Employments(EmploymentRecords, EmploymentViewSet):
    """Read under their own ids, written under those of their people."""


class OrgUnits(OrgUnitRecords, OrgUnitViewSet):
    """Read under their own ids and those of other systems, written under the latter."""


router = ResourceRouter()
router.register("people", People, basename="people")
router.register("org-units", OrgUnits, basename="org-units")
router.register("employments", Employments, basename="employments")
router.register("imports", ImportViewSet, basename="imports")
urlpatterns = router.urls
