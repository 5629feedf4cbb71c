"""Every resource of the app in the API, gathered for the URLs."""

from content.activity.api import ActivityEntryViewSet, ActivityViewSet
from content.answers.api import QuestionViewSet
from content.assignments.api import AssignedPersonViewSet, AssignmentViewSet
from content.catalogue.api import ModuleViewSet
from content.planning.api import PlanViewSet
from content.refreshers.api import RefreshersViewSet
from lifow.base.api.routers import ResourceRouter

router = ResourceRouter()
router.register("modules", ModuleViewSet, basename="modules")
router.register("plans", PlanViewSet, basename="plans")
router.register("activities", ActivityViewSet, basename="activities")
router.register("activity-entries", ActivityEntryViewSet, basename="activity-entries")
router.register("assignments", AssignmentViewSet, basename="assignments")
router.register("assigned-people", AssignedPersonViewSet, basename="assigned-people")
router.register("refreshers", RefreshersViewSet, basename="refreshers")
router.register("questions", QuestionViewSet, basename="questions")
urlpatterns = router.urls
