"""When people have done what an assignment asks for, or what counts instead."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce

from assessments.testing.sittings.models import Sitting
from content.activity.models import Activity
from content.assignments.models import AssignedPerson, Assignment
from lifow.base.database.columns import among

Moments = Mapping[int, datetime]
"""When each person has done something last."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an assignment asks for, by ids: all of the modules, or one of what counts instead of them."""

    modules: Sequence[int]
    instead_modules: Sequence[int] = ()
    instead_tests: Sequence[int] = ()


def asked_of(assignment: Assignment) -> Asked:
    """What a stored assignment asks for; two queries."""
    instead = list(assignment.equivalents.all())
    return Asked(
        modules=[step.module_id for step in assignment.steps.all()],
        instead_modules=[one.module_id for one in instead if one.module_id],
        instead_tests=[one.form_id for one in instead if one.form_id],
    )


def done_moments(asked: Asked, rows: Sequence[AssignedPerson]) -> dict[int, datetime]:
    """By the id of a row, when its person has done what is asked for; those who have not are left out.

    That is when the last of the modules was done, each since `counts_from`, or what counts instead of all of
    them; the later of both. At most two queries, however many rows.
    """
    people = sorted({row.person_id for row in rows})
    if not people:
        return {}
    wanted = asked.modules
    done = _modules_done(people, {*wanted, *asked.instead_modules})
    passed = _tests_passed(people, asked.instead_tests)
    others = [*(done[one] for one in asked.instead_modules), *(passed[one] for one in asked.instead_tests)]
    found: dict[int, datetime] = {}
    for row in rows:
        own = [done[module].get(row.person_id) for module in wanted]
        counted = [moment for moment in own if moment is not None and moment >= row.counts_from]
        ways = [max(counted)] if own and len(counted) == len(own) else []
        instead_of = (other.get(row.person_id) for other in others)
        ways += [moment for moment in instead_of if moment is not None and moment >= row.counts_from]
        if ways:
            found[row.pk] = max(ways)
    return found


def _modules_done(people: Sequence[int], modules: set[int]) -> Mapping[int, dict[int, datetime]]:
    """By module and person, when it was done last."""
    found: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    if modules:
        rows = Activity.objects.completed().filter(person__in=among(people), module__in=modules)
        last = rows.annotate(last=Coalesce("repeated_at", "completed_at"))
        for module, person, moment in last.values_list("module_id", "person_id", "last"):
            found[module][person] = moment
    return found


def _tests_passed(people: Sequence[int], forms: Sequence[int]) -> Mapping[int, dict[int, datetime]]:
    """By test and person, when it was passed last; a test that somebody took under a merged record is
    theirs."""
    found: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    if forms:
        rows = Sitting.objects.filter(form__in=forms, is_passed=True, finished_at__isnull=False)
        kept: Any = rows.annotate(kept=Coalesce("person__merged_into", "person")).filter(
            kept__in=among(people)
        )
        for form, person, moment in kept.order_by("finished_at").values_list(
            "form_id", "kept", "finished_at"
        ):
            found[form][person] = moment
    return found
