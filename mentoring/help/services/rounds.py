"""Questions and requests that go round: whom each goes to next, in order, in hours and within the caps."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from lifow.base.jobs import start_soon
from lifow.events.services import publish
from lifow.events.types import HelpAsked
from lifow.people.persons.models import Person
from mentoring.help.choices import WAITED_FOR, ClaimEnd, HelpKind, HelpState, Step
from mentoring.help.models import HelpPolicy, HelpRequest, HelpStep
from mentoring.help.notifications import settle_to_agree, settle_wanted, tell_asker, tell_wanted
from mentoring.help.reports import Helpers, help_policy, helpers_for, steps_of
from mentoring.help.services.following import finish

GO_ON = "mentoring.help.tasks.go_on"
AT_ONCE = 200


def go_on(*, as_of: datetime) -> int:
    """Take the next step of all requests that are due, and give back what helpers left; how many.

    Each in a transaction of its own; what another worker has in hand is left to it.
    """
    changed = sum(_give_back(pk, as_of) for pk in _ids(HelpRequest.objects.run_out(as_of)))
    policy = help_policy()
    return changed + sum(_go_on(pk, policy, as_of) for pk in _ids(HelpRequest.objects.due(as_of)))


def _ids(rows: QuerySet[HelpRequest]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _go_on(pk: int, policy: HelpPolicy, as_of: datetime) -> int:
    with transaction.atomic():
        rows = HelpRequest.objects.due(as_of).filter(pk=pk).select_related("skill", "unit", "person")
        request = rows.select_for_update(of=("self",), skip_locked=True).first()
        if request is None:
            return 0
        take_step(request, policy, as_of)
    return 1


def take_step(request: HelpRequest, policy: HelpPolicy, as_of: datetime) -> None:
    """Ask the next people of a locked request that waits: the first step for which somebody is there.

    Somebody who is asked by name, or who comes to work, is waited for up to a day where it is a question.
    """
    steps = steps_of(policy, request)
    while request.step < len(steps):
        step = steps[request.step]
        found = helpers_for(request, step, policy, as_of)
        if found.people:
            _ask(request, step, found.people, as_of)
            request.step += 1
            request.next_at = as_of + _until_next(request, step, policy)
            break
        if _is_waited_for(request, found, as_of):
            request.next_at = found.opens_at
            break
        request.step += 1
    else:
        _end(request, as_of)
    request.save(update_fields=["step", "next_at", "state", "closed_at", "updated_at"])


def _ask(request: HelpRequest, step: Step, people: Sequence[Person], as_of: datetime) -> None:
    HelpStep.objects.bulk_create(
        [HelpStep(request=request, step=step, person=one, asked_at=as_of) for one in people]
    )
    if request.kind == HelpKind.NOW:
        tell_wanted(request, people, as_of=as_of)
        return
    ids = tuple(one.pk for one in people)
    publish(HelpAsked(question_id=request.question_id or 0, person_ids=ids), occurred_at=as_of)


def _until_next(request: HelpRequest, step: Step, policy: HelpPolicy) -> timedelta:
    if request.kind == HelpKind.QUESTION:
        return timedelta(hours=policy.between_hours)
    minutes = policy.mentor_minutes if step == Step.MENTOR else policy.ends_minutes
    return timedelta(minutes=minutes)


def _is_waited_for(request: HelpRequest, found: Helpers, as_of: datetime) -> bool:
    if request.kind == HelpKind.NOW or found.opens_at is None:
        return False
    return as_of < found.opens_at <= as_of + WAITED_FOR


def _end(request: HelpRequest, as_of: datetime) -> None:
    """Nobody is left to ask: a question stays open without a round, help now is over."""
    request.next_at = None
    if request.kind == HelpKind.NOW:
        request.state, request.closed_at = HelpState.UNANSWERED, as_of
        settle_wanted(request, as_of=as_of)
        tell_asker(request, as_of=as_of)


def _give_back(pk: int, as_of: datetime) -> int:
    """A helper who is away gives a request back: it goes on at once."""
    with transaction.atomic():
        rows = HelpRequest.objects.run_out(as_of).filter(pk=pk)
        request = rows.select_for_update(of=("self",), skip_locked=True).first()
        if request is None:
            return 0
        return_claim(request, ClaimEnd.EXPIRED, as_of)
    return 1


def return_claim(request: HelpRequest, end: ClaimEnd, as_of: datetime) -> None:
    """Have a locked request wait again, for all who were asked and have not passed it on."""
    finish(request, end, as_of)
    helper = request.claimed_by_id
    request.state, request.claimed_by, request.claimed_at = HelpState.WAITING, None, None
    request.claim_until, request.next_at = None, as_of
    request.helper_agreed = request.asker_agreed = 0
    request.save()
    HelpStep.objects.filter(request=request, person=helper).update(passed_at=as_of)
    settle_to_agree(request, as_of=as_of)
    left = HelpStep.objects.filter(request=request, passed_at__isnull=True).values("person")
    people = list(Person.objects.filter(pk__in=left, is_active=True).order_by("pk"))
    if request.kind == HelpKind.NOW:
        settle_wanted(request, as_of=as_of)
        tell_wanted(request, people, as_of=as_of)
    elif people:
        ids = tuple(one.pk for one in people)
        publish(HelpAsked(question_id=request.question_id or 0, person_ids=ids), occurred_at=as_of)
    start_soon(GO_ON)
