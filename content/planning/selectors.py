"""From rows to arrays: the catalogue and what learners need, in the columns of `content.planning.compute`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.db.models import Exists, F, OuterRef

from assessments.evidence.models import Evidence
from assessments.gaps.reports import StoredReports
from content.activity.models import Activity
from content.catalogue.models import Module, ModuleEffect
from content.planning.compute import Catalogue, Learners, Needs
from content.planning.models import LearningTime
from content.planning.querysets import MINUTES_A_WEEK
from lifow.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class Week:
    """A person's minutes a week, those that are left of this one, and when it ends where some are used."""

    minutes: int
    left: int
    ends_at: datetime | None


def catalogue() -> Catalogue:
    """The published modules with their effects and prerequisites; three queries.

    What is published between them is in none of the three tables: the first query says which modules are.
    """
    published = Module.objects.published()
    module, minutes = _columns(published.order_by("pk").values_list("pk", "minutes"), 2)
    effects = ModuleEffect.objects.filter(module__in=published).order_by("module_id", "skill_id")
    effect_module, skill, start, to = _columns(
        _of(module, effects.values_list("module_id", "skill_id", "from_level", "to_level")), 4
    )
    requires = Module.prerequisites.through.objects.filter(from_module__in=published)
    requiring, prerequisite = _columns(_of(module, requires.values_list("from_module_id", "to_module_id")), 2)
    return Catalogue(
        module=np.array(module, dtype=np.int64),
        minutes=np.array(minutes, dtype=np.int64),
        effect_module=np.array(effect_module, dtype=np.int64),
        effect_skill=np.array(skill, dtype=np.int64),
        effect_from=np.array(start, dtype=np.float64),
        effect_to=np.array(to, dtype=np.float64),
        requiring_module=np.array(requiring, dtype=np.int64),
        prerequisite_module=np.array(prerequisite, dtype=np.int64),
    )


def needs(reports: StoredReports) -> Needs:
    """What the people of the reports need, a row a requirement in the order of the reports; no query.

    A level that nobody has assessed goes in as its prior: the status, not the level, says what to do.
    """
    rows = reports.rows[reports.is_required]
    return Needs(
        skill=rows["skill"],
        mu=np.maximum(rows["mu"].astype(np.float64), 0),
        required=rows["required"].astype(np.float64),
        critical=reports.is_critical[reports.is_required],
        status=rows["status"].astype(np.int64),
    )


def learners(reports: StoredReports, weeks: Mapping[int, Week]) -> Learners:
    """What the people of the reports need, have done and have time for, in the order of the reports.

    `weeks` are theirs by person.
    """
    ids = reports.person_id.tolist()
    position = {person_id: place for place, person_id in enumerate(ids)}
    needed = needs(reports)
    rows = reports.rows[reports.is_required]
    times = [weeks[person_id] for person_id in ids]
    done = Activity.objects.completed().filter(person__in=ids).values_list("person_id", "module_id")
    done_person, done_module = _columns(done, 2)
    raised_person, raised_skill, raised_from, raised_to = _columns(_raised_unseen(ids), 4)
    return Learners(
        minutes=np.array([week.left for week in times], dtype=np.int64),
        week=np.array([week.minutes for week in times], dtype=np.int64),
        need_learner=reports.owner[reports.is_required],
        skill=needed.skill,
        mu=needed.mu,
        sigma=rows["sigma"].astype(np.float64),
        required=needed.required,
        weight=rows["weight"].astype(np.float64),
        critical=needed.critical,
        status=needed.status,
        done_learner=np.array([position[person_id] for person_id in done_person], dtype=np.int64),
        done_module=np.array(done_module, dtype=np.int64),
        raised_learner=np.array([position[person_id] for person_id in raised_person], dtype=np.int64),
        raised_skill=np.array(raised_skill, dtype=np.int64),
        raised_from=np.array(raised_from, dtype=np.float64),
        raised_to=np.array(raised_to, dtype=np.float64),
    )


def _raised_unseen(person_ids: Sequence[int]) -> Any:
    """(person, skill, from level, to level) of the modules done since the person's level was last seen.

    Published or not: who has finished a module keeps that.
    """
    done = Activity.objects.completed().filter(person__in=person_ids)
    raised = done.annotate(
        skill=F("module__effects__skill"),
        from_level=F("module__effects__from_level"),
        to_level=F("module__effects__to_level"),
    ).filter(skill__isnull=False)
    seen_since = Evidence.objects.standing().filter(
        person=OuterRef("person"), skill=OuterRef("skill"), observed_at__gte=OuterRef("completed_at")
    )
    return raised.filter(~Exists(seen_since)).values_list("person_id", "skill", "from_level", "to_level")


def weeks_of(person_ids: Sequence[int], as_of: datetime) -> Mapping[int, Week]:
    """What each person has left of the week, which begins on Monday in their own time zone; three queries."""
    zones = dict(Person.objects.filter(pk__in=person_ids).values_list("pk", "timezone"))
    mondays = {pk: monday_of(as_of.astimezone(ZoneInfo(zone))) for pk, zone in zones.items()}
    done = minutes_done(mondays)
    chosen = minutes_of(person_ids)
    weeks = {}
    for pk, monday in mondays.items():
        minutes = chosen.get(pk, MINUTES_A_WEEK)
        ends_at = monday + timedelta(days=7) if done[pk] else None
        weeks[pk] = Week(minutes, max(0, minutes - done[pk]), ends_at)
    return weeks


def minutes_done(since: Mapping[int, datetime]) -> Mapping[int, int]:
    """Minutes of the modules that each person finished since a moment of their own; one query."""
    done = dict.fromkeys(since, 0)
    if not since:
        return done
    finished = Activity.objects.filter(person__in=since, completed_at__gte=min(since.values()))
    for pk, completed_at, minutes in finished.values_list("person_id", "completed_at", "module__minutes"):
        done[pk] += minutes if completed_at and completed_at >= since[pk] else 0
    return done


def monday_of(moment: datetime) -> datetime:
    """Midnight of the Monday of the moment's week, in the moment's own time zone."""
    monday = moment - timedelta(days=moment.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)


def minutes_of(person_ids: Sequence[int]) -> Mapping[int, int]:
    """The minutes a week of the people who chose some; others have MINUTES_A_WEEK."""
    times = LearningTime.objects.filter(person__in=person_ids)
    return dict(times.values_list("person_id", "minutes_per_week"))


def _of(module_ids: Iterable[int], rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rows whose first column is one of the modules: more ids than a query of SQLite may hold."""
    known = set(module_ids)
    return (row for row in rows if row[0] in known)


def _columns(rows: Any, width: int) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [()] * width
