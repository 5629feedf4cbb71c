"""Every page of the admin of the app, gathered for Django."""

from assessments.aggregates import admin as aggregates
from assessments.calibration import admin as calibration
from assessments.evidence import admin as evidence
from assessments.frameworks import admin as frameworks
from assessments.gaps import admin as gaps
from assessments.owners import admin as owners
from assessments.raters import admin as raters
from assessments.requests import admin as requests
from assessments.roles import admin as roles
from assessments.testing.bank import admin as bank
from assessments.testing.calibration import admin as item_calibration
from assessments.testing.interchange import admin as interchange
from assessments.testing.sittings import admin as sittings

__all__ = [
    "aggregates",
    "bank",
    "calibration",
    "evidence",
    "frameworks",
    "gaps",
    "interchange",
    "item_calibration",
    "owners",
    "raters",
    "requests",
    "roles",
    "sittings",
]
