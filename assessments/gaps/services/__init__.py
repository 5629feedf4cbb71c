"""Verbs that write gap reports and the policy by which they are computed."""

from assessments.gaps.services.completing import complete_reports
from assessments.gaps.services.expiring import tell_before_evidence_expires
from assessments.gaps.services.half_lives import half_lives
from assessments.gaps.services.marks import (
    mark_aged_reports,
    mark_everyone,
    mark_records,
    mark_turned_roles,
)
from assessments.gaps.services.policies import (
    DEFAULTS_SINCE,
    adopt_estimated_expectations,
    adopt_monthly_expectations,
    adopt_policy,
    adopt_severity,
    change_severity,
    estimated_severity,
    forget_raters,
    lock_policy,
    policy_in_force,
)
from assessments.gaps.services.reports import Refreshed, keep_past_reports, rebuild, refresh_gap_reports

__all__ = [
    "DEFAULTS_SINCE",
    "Refreshed",
    "adopt_estimated_expectations",
    "adopt_monthly_expectations",
    "adopt_policy",
    "adopt_severity",
    "change_severity",
    "complete_reports",
    "estimated_severity",
    "forget_raters",
    "half_lives",
    "keep_past_reports",
    "lock_policy",
    "mark_aged_reports",
    "mark_everyone",
    "mark_records",
    "mark_turned_roles",
    "policy_in_force",
    "rebuild",
    "refresh_gap_reports",
    "tell_before_evidence_expires",
]
