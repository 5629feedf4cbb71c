"""Telling people in time of evidence that expires."""

from datetime import datetime

from assessments.gaps.notifications import tell_of_expiring_evidence
from assessments.gaps.reports.expiring import expiring_evidence


def tell_before_evidence_expires(*, as_of: datetime) -> int:
    """Tell people of evidence that soon counts no more and has nothing newer beside it; how many messages."""
    return sum(tell_of_expiring_evidence(some, as_of=as_of) for some in expiring_evidence(as_of=as_of))
