"""Adding to the ledger, and withdrawing what was sent by mistake."""

from assessments.evidence.notifications import tell_managers
from assessments.evidence.services.recording import (
    EvidenceError,
    Observation,
    record_evidence,
    record_evidence_batch,
)
from assessments.evidence.services.withdrawing import WithdrawalError, restore_evidence, withdraw_evidence

__all__ = [
    "EvidenceError",
    "Observation",
    "WithdrawalError",
    "record_evidence",
    "record_evidence_batch",
    "restore_evidence",
    "tell_managers",
    "withdraw_evidence",
]
