"""Answering a request: by evidence, or by saying that one cannot judge.

Evidence is the earlier applet and knows of no requests. Whoever records it, an import or another system too,
`EvidenceRecorded` is published in its transaction, and the subscription closes what it answers: nothing is
lost, though a request may look open for the second until the event is delivered. Who rates on a page must not
be asked again by the page that follows. So pages record through `record_rating`, which closes the request in
the transaction of the evidence; the event finds nothing left to do then.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.evidence.models import Evidence
from assessments.evidence.services import record_evidence
from assessments.frameworks.models import Skill
from assessments.gaps.services import half_lives
from assessments.requests.choices import DECLINING, RequestOrigin, RequestSource, RequestState
from assessments.requests.models import RatingRequest
from assessments.requests.notifications import settle_answered, settle_confirmation
from assessments.requests.reports import unanswered_self_ratings
from assessments.requests.services.closing import RequestError, close_open, closing_moment
from lifow.people.persons.models import Person

State = RequestState


def record_rating(
    *,
    person: Person,
    skill: Skill,
    level: Decimal,
    rater: Person,
    note: str,
    idempotency_key: str,
    as_of: datetime,
    given_before: Evidence | None = None,
) -> Evidence:
    """Record what somebody says on a page, and close what it answers, in one transaction.

    It is filed as what the rater is: the person, somebody who is asked for observed work, else the manager.
    Who says something else in the same form speaks as before, though the request is answered: `given_before`
    is what that form said. Raises EvidenceError, also where the rater is not above the person.
    """
    with transaction.atomic():
        evidence = record_evidence(
            person=person,
            skill=skill,
            level=level,
            source=given_before.source if given_before else _source_of(person, skill, rater),
            rater=rater,
            observed_at=as_of,
            recorded_at=as_of,
            origin={"kind": "rating", "text": note},
            idempotency_key=idempotency_key,
            recorded_by=rater,
        )
        close_answered(evidence_ids=[evidence.pk], as_of=as_of)
    return evidence


def _source_of(person: Person, skill: Skill, rater: Person) -> str:
    """As what a rating is filed that somebody gives on a page."""
    if rater == person:
        return RequestSource.SELF
    asked = RatingRequest.objects.open().filter(person=person, skill=skill, asked=rater)
    request = asked.first()
    return request.source if request is not None else RequestSource.MANAGER


def close_answered(*, evidence_ids: Collection[int], as_of: datetime) -> int:
    """Close the open requests that these pieces of evidence answer; how many. Twice is once.

    Evidence answers what its source is asked about its person and skill, if it was observed after the asking
    or within the half-life before. Of observers each answers alone; what is asked of the manager is answered
    by a manager's rating, whoever of the line gave it.
    """
    with transaction.atomic():
        evidence = list(Evidence.objects.standing().filter(pk__in=evidence_ids).order_by("observed_at", "pk"))
        requests = RatingRequest.objects.open().filter(
            person__in={one.person_id for one in evidence},
            skill__in={one.skill_id for one in evidence},
            source__in={one.source for one in evidence},
        )
        rows = list(requests.order_by("pk").select_for_update(of=("self",)))
        if not rows:
            return 0
        answers = _answers(rows, evidence, half_lives(as_of))
        for row, said in answers:
            _answer(row, said, as_of)
        settle_answered([row for row, _said in answers], as_of=as_of)
    return len(answers)


def decline_to_rate(
    *, person: Person, skill: Skill, asked: Person, reason: str, as_of: datetime
) -> RatingRequest:
    """Say that one cannot judge a level, or that the skill does not apply; twice is once.

    It closes the open request, or, of a self-rating that waits to be confirmed, is kept as a request that was
    declined. Raises RequestError where nothing waits for `asked`.
    """
    if reason not in DECLINING:
        raise RequestError(_("Say that you cannot judge it, or that it does not apply."))
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=asked.pk)
        about = RatingRequest.objects.filter(person=person, skill=skill, asked=asked)
        request = about.open().first()
        if request is not None:
            if not close_open(about, State.DECLINED, as_of=as_of, reason=reason, by=asked):
                raise RequestError(_nobody_asks())
            request.refresh_from_db()
        else:
            request = _declined(about, person, skill, asked, reason, as_of)
        settle_confirmation(asked, person, as_of=as_of)
    return request


def _declined(
    about: Iterable[RatingRequest],
    person: Person,
    skill: Skill,
    asked: Person,
    reason: str,
    as_of: datetime,
) -> RatingRequest:
    """A self-rating that the manager does not judge, as a row; the same again is the row before."""
    if unanswered_self_ratings(asked).filter(person=person, skill=skill).exists():
        return RatingRequest.objects.create(
            person=person,
            skill=skill,
            source=RequestSource.MANAGER,
            asked=asked,
            origin=RequestOrigin.CONFIRMATION,
            state=State.DECLINED,
            asked_at=as_of,
            expires_at=as_of,
            closed_at=as_of,
            closed_by=asked,
            closing_reason=reason,
        )
    before = max(about, key=lambda one: one.pk, default=None)
    if before is not None and (before.state, before.closing_reason) == (State.DECLINED, reason):
        return before
    raise RequestError(_nobody_asks())


def _nobody_asks() -> str:
    return _("You are no longer asked for this rating.")


def _answers(
    requests: Iterable[RatingRequest], evidence: Iterable[Evidence], lasting: Mapping[str, timedelta]
) -> list[tuple[RatingRequest, Evidence]]:
    """The requests that are answered, each by the newest of the evidence, which comes in its order."""
    words: dict[tuple[int, int, str], list[Evidence]] = defaultdict(list)
    for one in evidence:
        words[one.person_id, one.skill_id, one.source].append(one)
    answers = []
    for request in requests:
        since = request.asked_at - lasting[request.source]
        said = [
            one
            for one in words[request.person_id, request.skill_id, request.source]
            if one.observed_at > since and _is_voice(one, request)
        ]
        answers += [(request, said[-1])] if said else []
    return answers


def _is_voice(evidence: Evidence, request: RatingRequest) -> bool:
    return request.source != RequestSource.OBSERVED or evidence.rater_id == request.asked_id


def _answer(request: RatingRequest, evidence: Evidence, as_of: datetime) -> None:
    RatingRequest.objects.filter(pk=request.pk).update(
        state=State.ANSWERED,
        evidence=evidence,
        closed_at=closing_moment(as_of),
        closed_by=evidence.rater_id,
    )
