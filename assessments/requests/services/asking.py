"""Asking for ratings: one or many at once, and never what is asked already or was said lately."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.frameworks.models import Skill
from assessments.requests.choices import RequestOrigin, RequestState, SkipReason
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import tell_of_requests
from assessments.requests.reports import Ask, PlannedAsk, planned_asks
from assessments.requests.services.closing import RequestError
from lifow.people.persons.models import Person

MOST_AT_ONCE = 1_000
OPEN_FOR = timedelta(days=14)
Origin = RequestOrigin


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking: the batch, None where nobody was to be asked; how many requests it has, without
    those that were withdrawn since; and how many were left out, by reason."""

    batch: RequestBatch | None
    asked: int
    skipped: Mapping[str, int]


def ask_many(
    *,
    asks: Sequence[Ask],
    as_of: datetime,
    asked_by: Person | None = None,
    origin: str = Origin.PERSON,
    expires_at: datetime | None = None,
    idempotency_key: str | None = None,
) -> Asked:
    """Ask for many ratings at once, as one batch with one message to each of those who are asked.

    What is open already, what the source has said or declined within its half-life, what nobody can answer,
    and what is about or for somebody on leave is left out and counted: asking again asks nobody twice, in
    whatever number of workers. A second call with the same `idempotency_key` and the same asks gives the
    first one's batch; with other asks it is another asking. Open for two weeks unless `expires_at` says
    otherwise. Raises RequestError for more than `MOST_AT_ONCE`, and for an end that is not to come.
    """
    until = expires_at or as_of + OPEN_FOR
    if len(asks) > MOST_AT_ONCE:
        message = _("Ask for at most %(most)s ratings at once. Choose fewer people or skills.")
        raise RequestError(message % {"most": MOST_AT_ONCE})
    if until <= as_of:
        raise RequestError(_("The time to answer would be over already. Give a later day."))
    key = _key_of(idempotency_key, asks)
    with transaction.atomic():
        if before := _asked_before(key):
            return before
        fit = _assessable(asks)
        planned = planned_asks(fit, as_of)
        new = [one for one in planned if one.skip is None]
        skipped = Counter(one.skip.value for one in planned if one.skip is not None)
        skipped += Counter({SkipReason.SKILL.value: len(set(asks)) - len(set(fit))})
        if not new:
            return Asked(None, 0, dict(skipped))
        batch = RequestBatch(origin=origin, asked_by=asked_by, asked_at=as_of, expires_at=until)
        batch, is_new = _keep(batch, key)
        if not is_new:
            # Somebody has sent the same at this moment, and was first.
            return _outcome(batch)
        return _open(batch, new, skipped)


def _assessable(asks: Sequence[Ask]) -> list[Ask]:
    """Those in a skill that is neither retired nor a mere heading."""
    skills = Skill.objects.assessable().filter(pk__in={ask.skill_id for ask in asks})
    known = set(skills.values_list("pk", flat=True))
    return [ask for ask in asks if ask.skill_id in known]


def _key_of(idempotency_key: str | None, asks: Sequence[Ask]) -> str | None:
    """The key with what is asked: a form that is sent again with other ticks asks for something else."""
    if idempotency_key is None:
        return None
    told = sorted({(one.person_id, one.skill_id, one.source, one.observer_id or 0) for one in asks})
    return f"{idempotency_key}:{sha256(json.dumps(told).encode()).hexdigest()}"


def _asked_before(idempotency_key: str | None) -> Asked | None:
    if idempotency_key is None:
        return None
    batch = RequestBatch.objects.filter(idempotency_key=idempotency_key).first()
    return None if batch is None else _outcome(batch)


def _outcome(batch: RequestBatch) -> Asked:
    asked = batch.requests.exclude(state=RequestState.WITHDRAWN)
    return Asked(batch, asked.count(), batch.skipped)


def _keep(batch: RequestBatch, idempotency_key: str | None) -> tuple[RequestBatch, bool]:
    if idempotency_key is None:
        batch.save()
        return batch, True
    told = ("origin", "asked_by", "asked_at", "expires_at")
    return RequestBatch.objects.get_or_create(
        idempotency_key=idempotency_key, defaults={name: getattr(batch, name) for name in told}
    )


def _open(batch: RequestBatch, new: Sequence[PlannedAsk], skipped: Counter[str]) -> Asked:
    """Write the requests; those that somebody else has opened meanwhile are theirs."""
    rows = [_request(batch, one) for one in new]
    RatingRequest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    written = list(batch.requests.values_list("asked_id", flat=True))
    count = len(written)
    skipped[SkipReason.OPEN.value] += len(rows) - count
    batch.skipped = {reason: number for reason, number in skipped.items() if number}
    if not count:
        batch.delete()
        return Asked(None, 0, batch.skipped)
    batch.save(update_fields=["skipped"])
    asked = {one.asked.pk: one.asked for one in new if one.asked is not None}
    tell_of_requests(batch, [asked[pk] for pk in sorted(set(written))], as_of=batch.asked_at)
    return Asked(batch, count, batch.skipped)


def _request(batch: RequestBatch, planned: PlannedAsk) -> RatingRequest:
    return RatingRequest(
        batch=batch,
        person_id=planned.ask.person_id,
        skill_id=planned.ask.skill_id,
        source=planned.ask.source,
        asked=planned.asked,
        asked_by=batch.asked_by,
        origin=batch.origin,
        asked_at=batch.asked_at,
        expires_at=batch.expires_at,
    )
