"""/api/v1/quick-checks and /api/v1/sittings"""

from assessments.testing.sittings.api.quick_checks import QuickCheckViewSet
from assessments.testing.sittings.api.sittings import SittingViewSet

__all__ = ["QuickCheckViewSet", "SittingViewSet"]
