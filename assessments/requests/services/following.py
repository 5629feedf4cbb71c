"""What becomes of questions about a skill whose place another one took."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from assessments.evidence.reports import TODAY, skill_replacements
from assessments.evidence.services import tell_managers
from assessments.requests.choices import RequestOrigin, RequestSource
from assessments.requests.models import RatingRequest
from assessments.requests.reports import Ask, waiting_in_retired
from assessments.requests.services.asking import MOST_AT_ONCE, ask_many


def follow_skills(*, skill_ids: Collection[int], as_of: datetime) -> int:
    """Have what is open about these skills, where they were renamed or merged, be about those in their place.

    How many requests. What somebody is asked about the other skill already stays as it is, and so does what
    was asked about a skill that was split: that ends, as it is no longer assessed. Managers who had a
    self-rating to confirm are asked for their rating in the skill in its place. Twice is once.
    """
    now = skill_replacements().now(TODAY)
    moved = 0
    for old in sorted(now.keys() & set(skill_ids)):
        with transaction.atomic():
            moved += _move(old, now[old], as_of)
            _ask_managers(old, now[old], as_of)
    return moved


def _move(old: int, new: int, as_of: datetime) -> int:
    others = RatingRequest.objects.open().filter(
        skill=new, asked=OuterRef("asked"), person=OuterRef("person")
    )
    rows = RatingRequest.objects.open().filter(~Exists(others), skill=old).order_by("pk")
    ids = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    return RatingRequest.objects.filter(pk__in=ids).update(skill=new, updated_at=as_of)


def _ask_managers(old: int, new: int, as_of: datetime) -> None:
    people = list(waiting_in_retired(old).values_list("person_id", flat=True))
    for start in range(0, len(people), MOST_AT_ONCE):
        some = people[start : start + MOST_AT_ONCE]
        asks = [Ask(person, new, RequestSource.MANAGER) for person in some]
        ask_many(asks=asks, origin=RequestOrigin.SYSTEM, as_of=as_of)
        tell_managers(person_ids=some, as_of=as_of)
