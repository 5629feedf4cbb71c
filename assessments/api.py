"""Every resource of the app in the API, gathered for the URLs."""

from assessments.evidence.api import EvidenceViewSet
from assessments.frameworks.api.frameworks import FrameworkViewSet
from assessments.frameworks.api.requirements import RequirementViewSet
from assessments.frameworks.api.role_levels import RoleLevelViewSet
from assessments.frameworks.api.roles import RoleViewSet
from assessments.frameworks.api.skills import SkillViewSet
from assessments.gaps.api import GapReportViewSet
from assessments.requests.api import RatingRequestViewSet
from assessments.roles.api import RoleAssignmentViewSet
from assessments.testing.bank.api import ItemViewSet
from assessments.testing.calibration.api import CalibrationViewSet, ItemHealthViewSet
from assessments.testing.sittings.api import QuickCheckViewSet, SittingViewSet
from lifow.base.api.routers import ResourceRouter

router = ResourceRouter()
router.register("frameworks", FrameworkViewSet, basename="frameworks")
router.register("skills", SkillViewSet, basename="skills")
router.register("roles", RoleViewSet, basename="roles")
router.register("role-levels", RoleLevelViewSet, basename="role-levels")
router.register("requirements", RequirementViewSet, basename="requirements")
router.register("role-assignments", RoleAssignmentViewSet, basename="role-assignments")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register("rating-requests", RatingRequestViewSet, basename="rating-requests")
router.register("items", ItemViewSet, basename="items")
router.register("calibrations", CalibrationViewSet, basename="calibrations")
router.register("item-health", ItemHealthViewSet, basename="item-health")
router.register("quick-checks", QuickCheckViewSet, basename="quick-checks")
router.register("sittings", SittingViewSet, basename="sittings")
router.register("gap-reports", GapReportViewSet, basename="gap-reports")
urlpatterns = router.urls
