"""`manage.py estimate_severity`"""

from assessments.gaps.services import adopt_estimated_severity
from assessments.management.estimating import EstimateCommand


class Command(EstimateCommand):
    help = "Estimate by how much raters differ, and adopt it as a new policy version."
    adopt = staticmethod(adopt_estimated_severity)
