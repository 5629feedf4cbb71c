from lifow.base.api.routers import ResourceRouter
from mentoring.api.pairings import PairingViewSet

router = ResourceRouter()
router.register("pairings", PairingViewSet, basename="pairings")
urlpatterns = router.urls
