"""`manage.py estimate_severity`"""

from assessments.management.estimating import EstimateCommand
from assessments.raters.services import adopt_estimated_severity


class Command(EstimateCommand):
    help = "Estimate by how much raters differ, and adopt it as a new policy version."
    adopt = staticmethod(adopt_estimated_severity)
