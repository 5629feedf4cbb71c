"""What requests follow: questions that wait and wait no more."""

from datetime import datetime, timedelta

from django.db import transaction

from lifow.events.types import QuestionAnswered, QuestionAsked
from mentoring.help.choices import ClaimEnd, HelpKind, HelpState
from mentoring.help.models import HelpClaim, HelpRequest
from mentoring.help.reports import help_policy


def follow_question(*, asked: QuestionAsked, occurred_at: datetime) -> HelpRequest | None:
    """Have a question go round from some hours on, or again where it did before; None where it came of help
    now. Twice, or after what was said later, it changes nothing."""
    if HelpRequest.objects.now().filter(question_id=asked.question_id).exists():
        return None
    first = occurred_at + timedelta(hours=help_policy().first_after_hours)
    told = {
        "person_id": asked.asker_id or None,
        "skill_id": asked.skill_id or None,
        "unit_id": asked.unit_id or None,
        "told_at": occurred_at,
    }
    with transaction.atomic():
        request, is_new = HelpRequest.objects.get_or_create(
            kind=HelpKind.QUESTION,
            question_id=asked.question_id,
            defaults={**told, "asked_at": occurred_at, "next_at": first},
        )
        if is_new:
            return request
        row = HelpRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if row.told_at >= occurred_at or row.is_open:
            return row
        for name, value in told.items():
            setattr(row, name, value)
        row.state, row.step, row.next_at = HelpState.WAITING, 0, first
        row.answered_by = row.closed_at = None
        row.save()
    return row


def follow_answer(*, answered: QuestionAnswered, occurred_at: datetime) -> None:
    """Have a question go round no more. Twice is once; where it was not heard of yet, it never does."""
    with transaction.atomic():
        if HelpRequest.objects.now().filter(question_id=answered.question_id).exists():
            return
        told = {"asked_at": occurred_at, "told_at": occurred_at, "closed_at": occurred_at}
        state = HelpState.CLOSED if answered.by_id else HelpState.WITHDRAWN
        request, is_new = HelpRequest.objects.get_or_create(
            kind=HelpKind.QUESTION, question_id=answered.question_id, defaults={**told, "state": state}
        )
        row = HelpRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
        if is_new or not row.is_open or row.told_at > occurred_at:
            return
        is_theirs = bool(answered.by_id) and row.claimed_by_id == answered.by_id
        finish(row, ClaimEnd.ANSWERED if is_theirs else ClaimEnd.CLOSED, occurred_at)
        row.state, row.told_at, row.closed_at = state, occurred_at, occurred_at
        row.answered_by_id = answered.by_id or None
        row.claimed_by = row.claimed_at = row.claim_until = row.next_at = None
        row.save()


def finish(request: HelpRequest, end: ClaimEnd, as_of: datetime) -> None:
    """Close the claim of a request, if one is open."""
    HelpClaim.objects.filter(request=request, ended_at__isnull=True).update(ended_at=as_of, end=end)
