"""Every resource of the app in the API, gathered for the URLs."""

from lifow.base.api.routers import ResourceRouter
from mentoring.pairings.api import PairingViewSet

router = ResourceRouter()
router.register("pairings", PairingViewSet, basename="pairings")
urlpatterns = router.urls
