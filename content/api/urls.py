from content.api.modules import ModuleViewSet
from content.api.plans import PlanViewSet
from lifow.base.api.routers import ResourceRouter

router = ResourceRouter()
router.register("modules", ModuleViewSet, basename="modules")
router.register("plans", PlanViewSet, basename="plans")
urlpatterns = router.urls
