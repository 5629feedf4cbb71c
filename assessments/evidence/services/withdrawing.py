"""Withdrawing evidence that was sent by mistake, and taking that back: each a row, nothing is changed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.evidence.choices import LONGEST_REASON
from assessments.evidence.models import Evidence, EvidenceWithdrawal
from assessments.evidence.notifications import tell_managers, tell_of_withdrawal
from assessments.evidence.reports import managers_to_confirm
from assessments.marks.services import mark_stale
from lifow.base.bounds import is_text_in_bounds
from lifow.events.services import publish
from lifow.events.types import EvidenceRestored, EvidenceWithdrawn
from lifow.people.persons.models import Person


class WithdrawalError(ValueError):
    """A withdrawal that cannot be, or cannot be taken back: `field` says where, the message why."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def withdraw_evidence(
    *, evidence: Evidence, reason: str, as_of: datetime, by: Person | None = None, client: str = ""
) -> EvidenceWithdrawal:
    """Have a piece of evidence count no more from now on; reports of before stay as they are.

    What it had corrected does not count again: its author has taken that back. Withdrawn twice is withdrawn
    once: the second call gives the row of the first. Raises WithdrawalError without a reason, and for a
    piece that was corrected: the newest one is to be withdrawn.
    """
    return _say(evidence, reason, as_of, by, client, withdraws=True)


def restore_evidence(
    *, evidence: Evidence, reason: str, as_of: datetime, by: Person | None = None, client: str = ""
) -> EvidenceWithdrawal:
    """Have a piece of evidence that was withdrawn count again from now on; twice is once.

    Raises WithdrawalError without a reason, and for a piece that was never withdrawn.
    """
    return _say(evidence, reason, as_of, by, client, withdraws=False)


def _say(
    evidence: Evidence, reason: str, as_of: datetime, by: Person | None, client: str, *, withdraws: bool
) -> EvidenceWithdrawal:
    reason = reason.strip()
    if not reason:
        raise WithdrawalError("reason", _("Say in a sentence why."))
    if not is_text_in_bounds(reason, LONGEST_REASON):
        message = _("Use at most %(most)s characters, and no control characters.")
        raise WithdrawalError("reason", message % {"most": LONGEST_REASON})
    with transaction.atomic():
        # Whoever corrects it or withdraws it too waits for this.
        locked = Evidence.objects.select_for_update(of=("self",), no_key=True).select_related(
            "person__merged_into", "rater__merged_into", "skill"
        )
        piece = locked.get(pk=evidence.pk)
        last = EvidenceWithdrawal.objects.filter(evidence=piece).order_by("-number").first()
        is_withdrawn = last is not None and last.is_withdrawal
        if last is not None and is_withdrawn == withdraws:
            return last
        _check(piece, withdraws=withdraws, is_withdrawn=is_withdrawn)
        confirming = managers_to_confirm(piece)
        row = EvidenceWithdrawal.objects.create(
            evidence=piece,
            number=last.number + 1 if last is not None else 1,
            reason=reason,
            # Never before the row that it takes back, nor the piece, whatever clocks say.
            said_at=max(as_of, last.said_at if last is not None else piece.recorded_at),
            said_by=by,
            client=client,
        )
        _follow(row, confirming, as_of)
    return row


def _check(piece: Evidence, *, withdraws: bool, is_withdrawn: bool) -> None:
    if not withdraws and not is_withdrawn:
        raise WithdrawalError("evidence", _("This is not withdrawn: it counts, or a correction does."))
    if withdraws and Evidence.objects.filter(supersedes=piece).exists():
        raise WithdrawalError("evidence", _("This was corrected. Withdraw the newer evidence."))


def _follow(row: EvidenceWithdrawal, confirming: list[Person], as_of: datetime) -> None:
    """What follows from it, in its transaction: marks, messages, and an event for those above."""
    piece = row.evidence
    whose = piece.person.merged_into or piece.person
    mark_stale(person_ids=[whose.pk], reason="evidence", marked_at=row.said_at)
    tell_managers(person_ids=[whose.pk], as_of=as_of)
    now_confirming = managers_to_confirm(piece)
    tell_of_withdrawal(row, [*confirming, *now_confirming], as_of=as_of)
    happened = EvidenceWithdrawn if row.is_withdrawal else EvidenceRestored
    publish(happened(evidence_ids=(piece.pk,)), occurred_at=row.said_at)
