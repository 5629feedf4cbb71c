"""Counting what came of tests: of at least five people, and again only when five more have finished."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from statistics import fmean, median_low
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from assessments.testing.sittings.choices import LEAST_IN_AGGREGATE, Conclusion
from assessments.testing.sittings.models import FormFigures, Sitting, SittingSkill, TestForm
from assessments.testing.sittings.reports.figures import WHOSE, skill_rows
from lifow.base.database.columns import among


def count_results(*, as_of: datetime) -> int:
    """Count what came of each test that five more people have finished since the last time; how many tests.

    Each in a transaction of its own. Twice is once: what has been counted is not due.
    """
    return sum(_count(form_id, as_of) for form_id in list(_due(as_of).values_list("form", flat=True)))


def _due(as_of: datetime) -> QuerySet[Any, Any]:
    """Tests by the people who have finished a sitting of them since they were counted."""
    since = Q(form__figures__isnull=True) | Q(finished_at__gt=F("form__figures__counted_at"))
    ended = Sitting.objects.ended().filter(since, form__isnull=False, finished_at__lte=as_of)
    counted = ended.order_by().values("form").annotate(people=Count(WHOSE, distinct=True))
    return counted.filter(people__gte=LEAST_IN_AGGREGATE)


def _count(form_id: int, as_of: datetime) -> bool:
    with transaction.atomic():
        form = TestForm.objects.select_for_update(of=("self",), no_key=True).get(pk=form_id)
        if not _due(as_of).filter(form=form).exists():
            return False
        before = FormFigures.objects.filter(form=form).first()
        last = _last_sittings(form, as_of)
        passed = [one.is_passed for one in last.values()]
        seconds = [(one.finished_at - one.started_at).total_seconds() for one in last.values()]
        FormFigures.objects.update_or_create(
            form=form,
            defaults={
                "counted_at": as_of,
                "people": len(last),
                "passed": sum(map(bool, passed)) if any(one is not None for one in passed) else None,
                "minutes": median_low(seconds) / 60,
                "skills": _skills(last.values(), before.skills if before is not None else (), as_of),
            },
        )
    return True


def _last_sittings(form: TestForm, as_of: datetime) -> dict[int, Any]:
    """Of each person who has finished the test, the last sitting that is over."""
    ended = Sitting.objects.ended().filter(form=form, finished_at__lte=as_of).annotate(whose=WHOSE)
    rows = ended.order_by("started_at", "pk").only("pk", "started_at", "finished_at", "is_passed")
    return {one.whose: one for one in rows}


def _skills(last: Iterable[Any], before: Sequence[Any], as_of: datetime) -> list[Mapping[str, Any]]:
    """The numbers of each skill; those of before where fewer than five of its people have finished since."""
    finished = {one.pk: one.finished_at for one in last}
    kept = {row["skill"]: row for row in skill_rows(before)}
    by_skill: dict[int, list[SittingSkill]] = {}
    measured = SittingSkill.objects.filter(sitting__in=among(finished), level__isnull=False)
    for part in measured.only("sitting", "skill", "level", "conclusion").order_by("skill", "sitting"):
        by_skill.setdefault(part.skill_id, []).append(part)
    for skill_id, parts in by_skill.items():
        counted_at = datetime.fromisoformat(kept[skill_id]["counted_at"]) if skill_id in kept else None
        new = [one for one in parts if counted_at is None or finished[one.sitting_id] > counted_at]
        if len(new) >= LEAST_IN_AGGREGATE:
            kept[skill_id] = _row(skill_id, parts, as_of)
    return [kept[skill_id] for skill_id in sorted(kept)]


def _row(skill_id: int, parts: Sequence[SittingSkill], as_of: datetime) -> dict[str, Any]:
    concluded = [one.conclusion for one in parts]
    return {
        "skill": skill_id,
        "counted_at": as_of.isoformat(),
        "people": len(parts),
        "met": concluded.count(Conclusion.MEETS),
        "below": concluded.count(Conclusion.BELOW),
        "undecided": concluded.count(Conclusion.UNDECIDED),
        "mean_level": round(fmean(one.level for one in parts if one.level is not None), 2),
    }
