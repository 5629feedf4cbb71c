"""How far a request is, as the two and others read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db.models import QuerySet

from lifow.people.persons.models import Person
from mentoring.help.choices import (
    FIGURES_OF,
    LEAST_REQUESTS,
    MOST_COUNTED,
    MOST_MESSAGES,
    ClaimEnd,
    HelpKind,
    HelpState,
    Step,
)
from mentoring.help.models import HelpClaim, HelpMessage, HelpRequest, HelpStep


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a request: so many people were asked at this moment, by this step."""

    step: Step
    people: int
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request is.

    taken      the steps so far, in their order
    claims     who took it upon them before and gave it back, or was away, in their order
    is_asked   whether the reader was asked and has not passed it on
    """

    request: HelpRequest
    taken: Sequence[StepTaken]
    claims: Sequence[HelpClaim]
    is_asked: bool


def progress_of(request: HelpRequest, reader: Person) -> Progress:
    """How far a request is; one query, and one where somebody has taken it."""
    return _progress(request, HelpStep.objects.filter(request=request).order_by("asked_at", "pk"), reader)


def _progress(request: HelpRequest, steps: Iterable[HelpStep], reader: Person) -> Progress:
    groups: dict[tuple[str, datetime], int] = {}
    is_asked = False
    for one in steps:
        groups[one.step, one.asked_at] = groups.get((one.step, one.asked_at), 0) + 1
        is_asked |= one.person_id == reader.pk and one.passed_at is None
    claims = HelpClaim.objects.filter(request=request, end__in=[ClaimEnd.GIVEN_BACK, ClaimEnd.EXPIRED])
    return Progress(
        request=request,
        taken=[StepTaken(Step(step), count, at) for (step, at), count in groups.items() if step in Step],
        claims=list(claims.select_related("person").order_by("claimed_at", "pk"))
        if request.first_claimed_at
        else [],
        is_asked=is_asked,
    )


def progress_of_question(question_id: int, reader: Person) -> Progress | None:
    """How far it is with a question, None where it has not gone round; two queries."""
    of_question = HelpRequest.objects.of_question(question_id)
    rows = HelpStep.objects.filter(request__in=of_question).select_related("request__claimed_by")
    steps = list(rows.order_by("asked_at", "pk"))
    # Before somebody is asked, there is the request alone.
    request = steps[0].request if steps else of_question.first()
    return _progress(request, steps, reader) if request else None


def messages_of(request: HelpRequest) -> list[HelpMessage]:
    """What the two have written, the oldest first; one query."""
    rows = HelpMessage.objects.filter(request=request).select_related("author").order_by("-pk")
    return list(rows[:MOST_MESSAGES])[::-1]


def asked_of(person: Person) -> QuerySet[HelpRequest]:
    """What waits for somebody's help, the longest-waiting first."""
    rows: QuerySet[HelpRequest] = HelpRequest.objects.asked_of(person).select_related("person", "skill")
    return rows.order_by("asked_at", "pk")


def own_requests(person: Person) -> QuerySet[HelpRequest]:
    """Help now that somebody has asked for, the newest first."""
    rows: QuerySet[HelpRequest] = HelpRequest.objects.now().filter(person=person)
    return rows.select_related("claimed_by", "skill").order_by("-asked_at", "-pk")


@dataclass(frozen=True, slots=True)
class Times:
    """How long requests of a kind took, in minutes: medians, and what nine of ten stayed below. None where
    too few were."""

    kind: HelpKind
    requests: int
    claimed: int
    answered: int
    claim_p50: float | None
    claim_p90: float | None
    answer_p50: float | None
    answer_p90: float | None


def times_of_help(as_of: datetime) -> list[Times]:
    """How long help took in the last 90 days, by kind; never by person. Two queries."""
    return [_times(kind, as_of) for kind in HelpKind]


def _times(kind: HelpKind, as_of: datetime) -> Times:
    rows = HelpRequest.objects.filter(kind=kind, asked_at__gt=as_of - FIGURES_OF).order_by("-asked_at")
    told = list(rows.values_list("asked_at", "first_claimed_at", "closed_at", "state")[:MOST_COUNTED])
    claims = [first - asked for asked, first, _closed, _state in told if first is not None]
    answers = [
        closed - asked
        for asked, _first, closed, state in told
        if closed is not None and state == HelpState.CLOSED
    ]
    return Times(
        kind=kind,
        requests=len(told),
        claimed=len(claims),
        answered=len(answers),
        claim_p50=_quantile(claims, 0.5),
        claim_p90=_quantile(claims, 0.9),
        answer_p50=_quantile(answers, 0.5),
        answer_p90=_quantile(answers, 0.9),
    )


def _quantile(spans: Sequence[timedelta], share: float) -> float | None:
    """The share-quantile in minutes, by the nearest rank; None of too few."""
    if len(spans) < LEAST_REQUESTS:
        return None
    ordered = sorted(spans)
    return ordered[ceil(share * len(ordered)) - 1].total_seconds() / 60
