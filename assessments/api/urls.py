from assessments.api.evidence import EvidenceViewSet
from assessments.api.frameworks import FrameworkViewSet
from assessments.api.gap_reports import GapReportViewSet
from assessments.api.requirements import RequirementViewSet
from assessments.api.roles import RoleViewSet
from assessments.api.skills import SkillViewSet
from lifow.base.api.routers import ResourceRouter

router = ResourceRouter()
router.register("frameworks", FrameworkViewSet, basename="frameworks")
router.register("skills", SkillViewSet, basename="skills")
router.register("roles", RoleViewSet, basename="roles")
router.register("requirements", RequirementViewSet, basename="requirements")
router.register("evidence", EvidenceViewSet, basename="evidence")
router.register("gap-reports", GapReportViewSet, basename="gap-reports")
urlpatterns = router.urls
