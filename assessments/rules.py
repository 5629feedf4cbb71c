"""Every permission of the app, gathered for django-rules."""

from assessments.evidence import rules as evidence
from assessments.raters import rules as raters
from assessments.requests import rules as requests
from assessments.testing.bank import rules as bank
from assessments.testing.calibration import rules as item_calibration
from assessments.testing.sittings import rules as sittings

__all__ = ["bank", "evidence", "item_calibration", "raters", "requests", "sittings"]
