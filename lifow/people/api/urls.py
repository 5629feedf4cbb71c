from lifow.base.api.routers import ResourceRouter
from lifow.people.api.employments import EmploymentViewSet
from lifow.people.api.org_units import OrgUnitViewSet
from lifow.people.api.people import PersonViewSet

router = ResourceRouter()
router.register("people", PersonViewSet, basename="people")
router.register("org-units", OrgUnitViewSet, basename="org-units")
router.register("employments", EmploymentViewSet, basename="employments")
urlpatterns = router.urls
