"""From rows to arrays: which sources were asked about which skills of people, or spoke of them, lately."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence
from assessments.gaps.services import half_lives
from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest
from lifow.base.database.columns import Columns, among, read_columns

CODE = Case(
    *(When(source=source.key, then=Value(source.value)) for source in Source), output_field=IntegerField()
)
COLUMNS = {"person": ("person_id", "i8"), "skill": ("skill_id", "i8"), "source": ("code", "i8")}


def lately_columns(person_ids: Iterable[int], as_of: datetime) -> Columns:
    """`person`, `skill` and `source` of what was asked, or said, within the source's half-life.

    One row or more for each; three queries. What was withdrawn was not asked.
    """
    ids = list(person_ids)
    asked = RatingRequest.objects.exclude(state=RequestState.WITHDRAWN).filter(_since("asked_at", as_of))
    said = Evidence.objects.standing().filter(_since("observed_at", as_of), observed_at__lte=as_of)
    found = [_read(rows.filter(person__in=among(ids))) for rows in (asked, said)]
    return {name: np.concatenate([one[name] for one in found]) for name in COLUMNS}


def _since(moment: str, as_of: datetime) -> Q:
    lately = Q()
    for source, lasting in half_lives(as_of).items():
        lately |= Q(source=source, **{f"{moment}__gt": as_of - lasting})
    return lately


def _read(rows: QuerySet[Any]) -> Columns:
    return read_columns(rows.annotate(code=CODE), **COLUMNS)
