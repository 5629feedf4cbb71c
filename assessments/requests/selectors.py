"""From rows to arrays: which sources were asked about which skills of people, or spoke of them, lately."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import BooleanField, Case, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value, When

from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence
from assessments.evidence.reports import skill_replacements
from assessments.gaps.services import half_lives
from assessments.requests.choices import RequestState
from assessments.requests.models import RatingRequest
from lifow.base.database.columns import Columns, among, read_columns

CODE = Case(
    *(When(source=source.key, then=Value(source.value)) for source in Source), output_field=IntegerField()
)
COLUMNS = {"person": ("whose", "i8"), "skill": ("skill_id", "i8"), "source": ("code", "i8")}

ASKED_ANEW = [RequestState.WITHDRAWN, RequestState.EXPIRED]
IS_OPEN = ExpressionWrapper(Q(state=RequestState.OPEN), output_field=BooleanField())
NOT_OPEN = Value(value=False, output_field=BooleanField())


def lately_columns(person_ids: Iterable[int], as_of: datetime) -> Columns:
    """`person`, `skill` and `source` of what was asked, or said, within the source's half-life; `is_open` of
    what still waits for an answer.

    One row or more for each; four queries. What was withdrawn was not asked, and what expired is asked anew.
    What was said of a skill was said of the one that took its place, but not of the parts of one that was
    split: these are asked about.
    """
    ids = list(person_ids)
    asked = RatingRequest.objects.exclude(state__in=ASKED_ANEW).filter(_since("asked_at", as_of))
    said = Evidence.objects.standing().filter(_since("observed_at", as_of), observed_at__lte=as_of)
    asked = asked.filter(person__in=among(ids)).annotate(whose=F("person_id"))
    said = said.for_person(among(ids)).with_whose()
    found = [
        _read(rows.annotate(is_open=is_open), is_open=("is_open", "?"))
        for rows, is_open in ((asked, IS_OPEN), (said, NOT_OPEN))
    ]
    columns = {name: np.concatenate([one[name] for one in found]) for name in found[0]}
    now = skill_replacements().now(as_of)
    for old, new in now.items():
        columns["skill"] = np.where(columns["skill"] == old, new, columns["skill"])
    return columns


def _since(moment: str, as_of: datetime) -> Q:
    lately = Q()
    for source, lasting in half_lives(as_of).items():
        lately |= Q(source=source, **{f"{moment}__gt": as_of - lasting})
    return lately


def _read(rows: QuerySet[Any], **more: tuple[str, str]) -> Columns:
    return read_columns(rows.annotate(code=CODE), **COLUMNS, **more)
