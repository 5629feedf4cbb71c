"""Asking for help now, taking a request, and giving it back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from lifow.base.bounds import is_text_in_bounds
from lifow.base.jobs import start_soon
from lifow.events.services import publish
from lifow.events.types import HelpClaimed
from lifow.people.persons.models import Person
from mentoring.help.choices import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_OPEN,
    ClaimEnd,
    HelpKind,
    HelpState,
)
from mentoring.help.models import HelpClaim, HelpMessage, HelpPolicy, HelpRequest, HelpStep
from mentoring.help.notifications import settle_to_agree, settle_wanted, tell_asker
from mentoring.help.reports import help_policy
from mentoring.help.services.following import finish
from mentoring.help.services.rounds import GO_ON, return_claim, take_step


class HelpError(ValueError):
    """What cannot be done with a request for help, in words for whoever tried."""


def ask_for_help(
    *,
    person: Person,
    title: str,
    text: str = "",
    skill: Skill | None = None,
    about: str = "",
    as_of: datetime,
    idempotency_key: str | None = None,
) -> HelpRequest:
    """Ask for help now: the mentor at once where they are at work, others otherwise. The same key again is
    the same request. Raises HelpError for words that are none, and for more requests than one can follow."""
    words = _checked(title, LONGEST_TITLE)
    details = text.strip()
    if not is_text_in_bounds(details, LONGEST_WORDS):
        raise HelpError(_("Use at most %(longest)s characters.") % {"longest": LONGEST_WORDS})
    with transaction.atomic():
        Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        known = HelpRequest.objects.filter(idempotency_key=idempotency_key) if idempotency_key else None
        if known is not None and (before := known.first()) is not None:
            return before
        if HelpRequest.objects.now().open().filter(person=person).count() >= MOST_OPEN:
            message = _("You wait for help with %(most)s things already. Close one of them first.")
            raise HelpError(message % {"most": MOST_OPEN})
        request = HelpRequest.objects.create(
            kind=HelpKind.NOW,
            person=person,
            title=words,
            text=details,
            skill=skill,
            about=about[:100],
            asked_at=as_of,
            told_at=as_of,
            next_at=as_of,
            idempotency_key=idempotency_key,
        )
        take_step(request, help_policy(), as_of)
    return request


def claim_help(*, request: HelpRequest, by: Person, as_of: datetime) -> HelpRequest:
    """Take a request: of many at once one does. Whoever has it already keeps it.

    Raises HelpError where somebody else has it, where it is closed, and for somebody who was not asked.
    """
    policy = help_policy()
    with transaction.atomic():
        asked = HelpStep.objects.filter(request=request, person=by)
        if not asked.exists():
            raise HelpError(_("You were not asked. Whoever was can take it."))
        free = HelpRequest.objects.filter(pk=request.pk, state=HelpState.WAITING)
        taken = free.update(
            state=HelpState.CLAIMED,
            claimed_by=by,
            claimed_at=as_of,
            claim_until=as_of + _claim_time(request, policy),
            first_claimed_at=Coalesce("first_claimed_at", Value(as_of)),
            updated_at=as_of,
        )
        row = HelpRequest.objects.select_related("person", "claimed_by").get(pk=request.pk)
        if not taken:
            if row.state == HelpState.CLAIMED and row.claimed_by_id == by.pk:
                return row
            raise HelpError(_taken_words(row))
        asked.update(passed_at=None)
        HelpClaim.objects.create(request=row, person=by, claimed_at=as_of)
        _tell_claimed(row, by, as_of)
    return row


def give_back(*, request: HelpRequest, by: Person, as_of: datetime) -> None:
    """Give a request back: others are asked. Twice is once."""
    with transaction.atomic():
        row = _locked(request)
        if row.state == HelpState.CLAIMED and row.claimed_by_id == by.pk:
            return_claim(row, ClaimEnd.GIVEN_BACK, as_of)


def pass_on(*, request: HelpRequest, by: Person, as_of: datetime) -> None:
    """Say that one cannot help: once all who were asked have said so, the next are asked at once."""
    with transaction.atomic():
        row = _locked(request)
        steps = HelpStep.objects.filter(request=row)
        steps.filter(person=by, passed_at__isnull=True).update(passed_at=as_of)
        if row.state == HelpState.WAITING and not steps.filter(passed_at__isnull=True).exists():
            HelpRequest.objects.filter(pk=row.pk, next_at__isnull=False).update(next_at=as_of)
            start_soon(GO_ON)


def withdraw_help(*, request: HelpRequest, as_of: datetime) -> None:
    """Say that no help is needed any more, and that there is nothing for others to read. Twice is once."""
    with transaction.atomic():
        row = _locked(request)
        if not row.is_open or row.kind != HelpKind.NOW:
            return
        is_answered = row.state == HelpState.CLAIMED and row.messages.exclude(author=row.person_id).exists()
        close_request(row, is_answered=is_answered, as_of=as_of)


def close_request(row: HelpRequest, *, is_answered: bool, as_of: datetime, question_id: int = 0) -> None:
    """Close a locked request; `question_id` is the question that came of it."""
    finish(row, ClaimEnd.ANSWERED if is_answered else ClaimEnd.CLOSED, as_of)
    row.answered_by = row.claimed_by if is_answered else None
    row.state = HelpState.CLOSED if is_answered else HelpState.WITHDRAWN
    row.claimed_by = row.claimed_at = row.claim_until = row.next_at = None
    row.closed_at, row.question_id = as_of, question_id or row.question_id
    row.save()
    settle_wanted(row, as_of=as_of)
    settle_to_agree(row, as_of=as_of)


def write_message(
    *, request: HelpRequest, author: Person, text: str, as_of: datetime, idempotency_key: str | None = None
) -> HelpMessage:
    """Write to the other one. The same key again is the same message.

    Raises HelpError for words that are none, for a request that is closed, and for others than the two.
    """
    words = _checked(text, LONGEST_WORDS)
    with transaction.atomic():
        known = HelpMessage.objects.filter(idempotency_key=idempotency_key) if idempotency_key else None
        if known is not None and (before := known.first()) is not None:
            return before
        row = _locked(request)
        if not row.is_open:
            raise HelpError(_("This conversation is closed. What you wrote was not sent."))
        is_helper = row.state == HelpState.CLAIMED and row.claimed_by_id == author.pk
        if author.pk != row.person_id and not is_helper:
            raise HelpError(_("Only the two write here. Take the request first."))
        if is_helper:
            _stay(row, as_of)
        return HelpMessage.objects.create(
            request=row, author=author, text=words, written_at=as_of, idempotency_key=idempotency_key
        )


def note_presence(*, request: HelpRequest, person: Person, as_of: datetime) -> None:
    """The page of the conversation is open at the helper's: they keep it. At most one write a minute."""
    if request.kind != HelpKind.NOW or request.claimed_by_id != person.pk or request.claim_until is None:
        return
    until = as_of + timedelta(minutes=help_policy().away_minutes)
    if until - request.claim_until < timedelta(minutes=1):
        return
    own = HelpRequest.objects.filter(pk=request.pk, state=HelpState.CLAIMED, claimed_by=person)
    own.filter(claim_until__gte=as_of).update(claim_until=until)


def _stay(row: HelpRequest, as_of: datetime) -> None:
    until = as_of + _claim_time(row, help_policy())
    HelpRequest.objects.filter(pk=row.pk).update(claim_until=until)


def _claim_time(request: HelpRequest, policy: HelpPolicy) -> timedelta:
    if request.kind == HelpKind.NOW:
        return timedelta(minutes=policy.away_minutes)
    return timedelta(hours=policy.claim_hours)


def _tell_claimed(row: HelpRequest, by: Person, as_of: datetime) -> None:
    if row.kind == HelpKind.NOW:
        settle_wanted(row, as_of=as_of, but=by.pk)
        tell_asker(row, as_of=as_of)
        return
    claimed = HelpClaimed(question_id=row.question_id or 0, person_id=by.pk)
    publish(claimed, occurred_at=as_of)


def _taken_words(row: HelpRequest) -> str:
    if row.state == HelpState.CLAIMED and row.claimed_by is not None:
        return _("%(who)s has taken it already.") % {"who": row.claimed_by}
    return _("It is closed: no help is needed any more.")


def _locked(request: HelpRequest) -> HelpRequest:
    rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("person", "claimed_by", "skill")
    return rows.get(pk=request.pk)


def _checked(text: str, longest: int) -> str:
    words = text.strip()
    if not words or not is_text_in_bounds(words, longest):
        raise HelpError(_("Use 1 to %(longest)s characters.") % {"longest": longest})
    return words
