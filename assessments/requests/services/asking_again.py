"""What was asked, and answered by evidence that is withdrawn: it is asked again, while there is time."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from assessments.evidence.models import Evidence
from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest, RequestBatch
from assessments.requests.notifications import tell_of_requests
from assessments.requests.services.answering import close_answered
from assessments.requests.services.closing import closing_moment
from lifow.people.persons.models import Person

State = RequestState


def ask_again(*, evidence_ids: Collection[int], as_of: datetime) -> int:
    """Open again what these pieces of evidence had answered and do not any more; how many. Twice is once.

    What other evidence answers as well stays answered, by that. What has expired meanwhile has expired, and
    what was asked anew meanwhile stays closed, as withdrawn. Those who are asked again are told.
    """
    with transaction.atomic():
        former = RatingRequest.objects.filter(state=State.ANSWERED, evidence__in=_said_by(evidence_ids))
        rows = list(
            former.exclude(evidence__in=Evidence.objects.standing())
            .order_by("pk")
            .select_for_update(of=("self",))
            .select_related("asked")
        )
        for row in rows:
            _open_again(row, as_of)
        close_answered(evidence_ids=_other_answers(rows), as_of=as_of)
        opened = RatingRequest.objects.open().filter(pk__in=[row.pk for row in rows])
        return tell_again(opened, as_of=as_of)


def tell_again(opened: QuerySet[RatingRequest], *, as_of: datetime) -> int:
    """Tell those who are asked for these that they are asked, once a batch; how many requests there are."""
    rows = list(opened.select_related("asked", "batch").order_by("pk"))
    asked: dict[RequestBatch, dict[int, Person]] = defaultdict(dict)
    for row in rows:
        if row.batch is not None:
            asked[row.batch][row.asked_id] = row.asked
    for batch, people in asked.items():
        tell_of_requests(batch, people.values(), as_of=as_of)
    return len(rows)


def _said_by(evidence_ids: Collection[int]) -> set[int]:
    """The pieces, and those that they corrected: whichever of them a request names, it is one word."""
    found, more = set(evidence_ids), set(evidence_ids)
    while more:
        corrected = Evidence.objects.filter(superseded_by__in=more).values_list("pk", flat=True)
        more = set(corrected) - found
        found |= more
    return found


def _open_again(row: RatingRequest, as_of: datetime) -> None:
    anew = RatingRequest.objects.open().filter(asked=row.asked_id, person=row.person_id, skill=row.skill_id)
    this = RatingRequest.objects.filter(pk=row.pk)
    if row.expires_at <= as_of or anew.exists():
        state = State.EXPIRED if row.expires_at <= as_of else State.WITHDRAWN
        this.update(state=state, evidence=None, closed_at=closing_moment(as_of), closed_by=None)
    else:
        this.update(state=State.OPEN, evidence=None, closed_at=None, closed_by=None)


def _other_answers(rows: Sequence[RatingRequest]) -> list[int]:
    """What stands of what the same sources say of the same people and skills."""
    standing = Evidence.objects.standing().filter(
        person__in={row.person_id for row in rows},
        skill__in={row.skill_id for row in rows},
        source__in={row.source for row in rows},
    )
    return list(standing.values_list("pk", flat=True)) if rows else []
