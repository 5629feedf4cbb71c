"""Every resource of the app in the API, gathered for the URLs."""

from content.activity.api import ActivityViewSet
from content.catalogue.api import ModuleViewSet
from content.planning.api import PlanViewSet
from lifow.base.api.routers import ResourceRouter

router = ResourceRouter()
router.register("modules", ModuleViewSet, basename="modules")
router.register("plans", PlanViewSet, basename="plans")
router.register("activities", ActivityViewSet, basename="activities")
urlpatterns = router.urls
