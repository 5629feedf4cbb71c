"""`manage.py estimate_expectations`"""

from assessments.gaps.services import adopt_estimated_expectations
from assessments.management.estimating import EstimateCommand


class Command(EstimateCommand):
    help = "Estimate what to expect before a skill is rated, and adopt it as a new policy version."
    adopt = staticmethod(adopt_estimated_expectations)
