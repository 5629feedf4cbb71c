"""Verbs that write. Each is keyword-only, is told the moment, and is safe to run twice."""

from assessments.services.evidence import EvidenceError, Observation, record_evidence, record_evidence_batch
from assessments.services.frameworks import apply_framework_plan, mark_holders, mark_measured
from assessments.services.gaps import Refreshed, keep_past_reports, rebuild, refresh_gap_reports
from assessments.services.marks import mark_aged_reports, mark_everyone, mark_stale, set_aside_worn_marks
from assessments.services.policies import (
    adopt_estimated_priors,
    adopt_policy,
    lock_policy,
    policy_in_force,
)
from assessments.services.roles import apply_job_code_rules, assign_role, end_role

__all__ = [
    "EvidenceError",
    "Observation",
    "Refreshed",
    "adopt_estimated_priors",
    "adopt_policy",
    "apply_framework_plan",
    "apply_job_code_rules",
    "assign_role",
    "end_role",
    "keep_past_reports",
    "lock_policy",
    "mark_aged_reports",
    "mark_everyone",
    "mark_holders",
    "mark_measured",
    "mark_stale",
    "policy_in_force",
    "rebuild",
    "record_evidence",
    "record_evidence_batch",
    "refresh_gap_reports",
    "set_aside_worn_marks",
]
