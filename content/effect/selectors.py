"""Who took a module, with whom they are compared, and the independent evidence of both, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, SmallIntegerField, Value, When

from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence, EvidenceSource
from assessments.evidence.reports import level_maps, skill_replacements
from assessments.frameworks.models import Skill
from assessments.frameworks.reports import scale_tops
from assessments.testing.sittings.models import SittingSkill
from content.activity.models import Activity
from content.catalogue.models import Module, ModuleEffect
from content.effect.compute import LEAST_PEOPLE, ReadingColumns, TouchColumns
from content.effect.models import MeasuredEffect
from content.kinds.quiz.models import QuizSitting
from lifow.base.database.columns import Columns, among, read_columns
from lifow.people.persons.models import Person

LOOKED_BACK = timedelta(days=4 * 365)
MOST_TAKERS, MOST_OTHERS = 1_500, 1_500
"""People of one module: beyond that nothing becomes surer that anybody would notice."""
SOURCES = [one for one in EvidenceSource.values if one != EvidenceSource.SELF]
CODES = {one.key: int(one) for one in Source}


@dataclass(frozen=True, slots=True)
class Cohort:
    """The people of one module: independent readings in shares of each skill's scale, what they did, and the
    highest level of each skill."""

    readings: ReadingColumns
    touches: TouchColumns
    tops: dict[int, int]


def modules_to_measure(*, measured_before: datetime, most: int) -> list[Module]:
    """Modules that enough people have done, those that were never measured first; one query."""
    done = Count("activities", filter=Q(activities__completed_at__isnull=False), distinct=True)
    rows = Module.objects.exclude(status=Module.Status.DRAFT).filter(effects__isnull=False)
    recent = MeasuredEffect.objects.filter(module=OuterRef("pk"), read_at__gte=measured_before)
    due = rows.exclude(Exists(recent)).annotate(done=done).filter(done__gte=LEAST_PEOPLE)
    return list(due.order_by("measured_effects__read_at", "pk").distinct()[:most])


def cohort_of(module: Module, skills: Sequence[int], as_of: datetime) -> Cohort:
    """The people of a module with their evidence of the last four years; seven queries."""
    since = as_of - LOOKED_BACK
    done = Activity.objects.completed().filter(module=module, completed_at__gte=since)
    takers = list(done.order_by("-completed_at").values_list("person_id", flat=True)[:MOST_TAKERS])
    opened = Activity.objects.filter(module=module, person=OuterRef("pk"))
    read = Evidence.objects.filter(skill__in=skills, source__in=SOURCES, person=OuterRef("pk"))
    others = Person.objects.filter(Exists(read), ~Exists(opened), merged_into=None)
    people = [*takers, *others.order_by("public_id").values_list("pk", flat=True)[:MOST_OTHERS]]
    tops = _tops()
    return Cohort(_readings(people, tops, since, as_of), _touches(people, as_of), tops)


def _tops() -> dict[int, int]:
    found = list(Skill.objects.values_list("pk", "framework_id"))
    tops = scale_tops({framework for _pk, framework in found})
    return {pk: tops[framework] for pk, framework in found if tops[framework]}


def independent(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Evidence that is neither of the person themselves nor an answer to questions that modules ask, or that
    come back because of one."""
    asked = SittingSkill.objects.filter(evidence=OuterRef("pk"))
    of_quiz = QuizSitting.objects.filter(sitting=OuterRef("sitting"))
    ours = asked.filter(Q(sitting__is_refresher=True) | Exists(of_quiz))
    rows: QuerySet[Evidence] = evidence.filter(~Exists(ours), source__in=SOURCES)
    return rows


def _readings(
    people: Sequence[int], tops: dict[int, int], since: datetime, as_of: datetime
) -> ReadingColumns:
    rows = independent(Evidence.objects.standing()).filter(
        person__in=among(people), observed_at__gte=since, recorded_at__lte=as_of
    )
    code = Case(
        *(When(source=key, then=Value(number)) for key, number in CODES.items()),
        output_field=SmallIntegerField(),
    )
    found = read_columns(
        rows.annotate(code=code).order_by("pk"),
        person=("person_id", "i8"),
        skill=("skill_id", "i8"),
        level=("level", "f8"),
        source=("code", "i2"),
        rater=("rater_id", "i8", 0),
        observed_at=("observed_at", "moment"),
        recorded_at=("recorded_at", "moment"),
    )
    return _on_todays_scales(found, tops, as_of)


def _on_todays_scales(found: Columns, tops: dict[int, int], as_of: datetime) -> ReadingColumns:
    """Readings as levels read today, for the skills of today, as shares of the scale."""
    level = level_maps().levels(found["skill"], found["level"], found["recorded_at"], as_of)
    now = skill_replacements().now(as_of)
    skill = np.array([now.get(one, one) for one in found["skill"].tolist()], dtype=np.int64)
    top = np.array([tops.get(one, 0) for one in skill.tolist()], dtype=np.float64)
    keep = top > 0
    return ReadingColumns(
        person=found["person"][keep],
        skill=skill[keep],
        level=level[keep] / top[keep],
        source=found["source"][keep].astype(np.int64),
        rater=found["rater"][keep],
        day=found["observed_at"][keep].astype("M8[D]").astype(np.int64),
    )


def _touches(people: Sequence[int], as_of: datetime) -> TouchColumns:
    """What these people did with modules, a row a skill that the module raises."""
    opened = Activity.objects.filter(person__in=among(people), started_at__lte=as_of)
    found = read_columns(
        opened.order_by("pk"),
        person=("person_id", "i8"),
        module=("module_id", "i8"),
        began=("started_at", "day"),
        done=("completed_at", "day", -1),
    )
    raised: dict[int, list[int]] = {}
    for module, skill in ModuleEffect.objects.values_list("module_id", "skill_id"):
        raised.setdefault(module, []).append(skill)
    times = np.array([len(raised.get(one, ())) for one in found["module"].tolist()], dtype=np.int64)
    row = np.repeat(np.arange(len(times)), times)
    skills = [skill for one in found["module"].tolist() for skill in raised.get(one, ())]
    return TouchColumns(
        person=found["person"][row],
        module=found["module"][row],
        skill=np.array(skills, dtype=np.int64),
        began=found["began"][row].astype(np.int64),
        done=found["done"][row].astype(np.int64),
    )
