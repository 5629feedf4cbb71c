"""Every resource of the app in the API, gathered for the URLs."""

from lifow.base.api.routers import ResourceRouter
from lifow.people.persons.api.employments import EmploymentViewSet
from lifow.people.persons.api.org_units import OrgUnitViewSet
from lifow.people.persons.api.people import PersonViewSet

router = ResourceRouter()
router.register("people", PersonViewSet, basename="people")
router.register("org-units", OrgUnitViewSet, basename="org-units")
router.register("employments", EmploymentViewSet, basename="employments")
urlpatterns = router.urls
