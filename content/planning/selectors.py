"""From rows to arrays: the catalogue and what learners need, in the columns of `content.planning.compute`."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

import numpy as np
from django.db.models import Case, Exists, F, OuterRef, QuerySet, When
from numpy.typing import NDArray

from assessments.evidence.choices import Source
from assessments.evidence.models import Evidence
from assessments.frameworks.models import SkillReplacement
from assessments.gaps.choices import GapStatus
from assessments.gaps.reports import StoredReports, errors_of
from assessments.requests.reports import asked_within_half_life
from assessments.testing.sittings.reports import can_be_tested, expected_errors
from content.activity.choices import MINUTES_A_WEEK
from content.activity.models import Activity
from content.assignments.models import AssignedPerson
from content.assignments.reports import due_modules_of
from content.catalogue.choices import ModuleKind
from content.catalogue.models import Module, ModuleEffect
from content.planning.compute import Catalogue, Learners, Needs, PutOff, put_off_in
from content.planning.models import LearningTime, PlanItem, PutOffStep
from content.planning.querysets import CRITICAL_FIRST
from content.refreshers.reports import seconds_since
from lifow.base.database.columns import Columns, among, read_columns
from lifow.base.days import days_anywhere, zone_of
from lifow.people.persons.models import Person

Ints = NDArray[np.int64]
MINUTES_OF_ACTIVITY = ("person_id", "completed_at", "paused_at", "minutes_done", "minutes_before", "extra_at")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person has chosen for learning, or what everyone begins with."""

    minutes: int = MINUTES_A_WEEK
    critical_first: bool = CRITICAL_FIRST


@dataclass(frozen=True, slots=True)
class Week:
    """A person's minutes a week, those that are left of this one, when it ends where some are used or
    something is assigned, whether they go to critical skills first, and the Monday with which it began."""

    minutes: int
    left: int
    ends_at: datetime | None
    critical_first: bool
    monday: date


def catalogue() -> Catalogue:
    """The published modules with their effects and prerequisites; three queries.

    What is published between them is in none of the three tables: the first query says which modules are. A
    path is none of them: its modules are.
    """
    published = Module.objects.published().exclude(kind=ModuleKind.PATH)
    modules = read_columns(published.order_by("pk"), module=("pk", "i8"), minutes=("minutes", "i8"))
    effects = read_columns(
        ModuleEffect.objects.filter(module__in=published).order_by("module_id", "skill_id"),
        effect_module=("module_id", "i8"),
        effect_skill=("skill_id", "i8"),
        effect_from=("from_level", "f8"),
        effect_to=("to_level", "f8"),
    )
    requires = read_columns(
        Module.prerequisites.through.objects.filter(from_module__in=published),
        requiring_module=("from_module_id", "i8"),
        prerequisite_module=("to_module_id", "i8"),
    )
    known = modules["module"]
    return Catalogue(
        **modules, **_of(known, effects, "effect_module"), **_of(known, requires, "requiring_module")
    )


def without(found: Catalogue, modules: Collection[int]) -> Catalogue:
    """A catalogue without some modules: what requires one of them can be done by who has done that alone."""
    held = np.array(sorted(modules), dtype=np.int64)
    rows = {
        name: {column: getattr(found, column) for column in columns}
        for name, columns in (
            ("module", ("module", "minutes")),
            ("effect_module", ("effect_module", "effect_skill", "effect_from", "effect_to")),
            ("requiring_module", ("requiring_module", "prerequisite_module")),
        )
    }
    kept = np.setdiff1d(found.module, held)
    return Catalogue(**{k: v for name, those in rows.items() for k, v in _of(kept, those, name).items()})


def needs(reports: StoredReports) -> Needs:
    """What the people of the reports need, a row a requirement in the order of the reports; no query.

    A level that nobody has assessed goes in as its prior: the status, not the level, says what to do. Where a
    level was assessed, and is more likely missing than not, that is known well enough to learn: it goes in as
    a gap, although nobody would call it one yet.
    """
    rows = reports.rows[reports.is_required]
    is_to_learn = reports.is_likely_missing[reports.is_required]
    return Needs(
        skill=rows["skill"],
        mu=np.maximum(rows["mu"].astype(np.float64), 0),
        required=rows["required"].astype(np.float64),
        critical=reports.is_critical[reports.is_required],
        status=np.where(is_to_learn, GapStatus.GAP, rows["status"]).astype(np.int64),
    )


def learners(
    reports: StoredReports,
    weeks: Mapping[int, Week],
    as_of: datetime,
    put_off: Mapping[int, PutOff] | None = None,
) -> Learners:
    """What the people of the reports need, have done and have time for, in the order of the reports.

    `weeks` are theirs by person, and what they have `put_off`: a module of those is as if it were done, but
    where it is assigned, and an assessment as if nothing were missing. Where a skill can be tested, a test
    asks: it tells more than a rating. Else whoever has rated themselves in it, or declined to, within the
    half-life of a self-rating is not asked again: then what may be missing is learned, as far as it is. What
    they are asked and have not answered is still theirs to do.
    """
    ids = reports.person_id
    needed = needs(reports)
    rows = reports.rows[reports.is_required]
    may_ask, is_test, ask_error = _asked(reports, rows, as_of)
    is_to_learn = reports.is_open[reports.is_required] & ~may_ask
    times = [weeks[person_id] for person_id in ids.tolist()]
    completed = Activity.objects.completed().filter(person__in=among(ids))
    done = read_columns(completed, person=("person_id", "i8"), module=("module_id", "i8"))
    raised = _raised_unseen(completed)
    begun = _paused(ids)
    due = _due(ids, weeks)
    held = _put_off_modules(put_off or {}, due)
    owner = ids[reports.owner[reports.is_required]]
    status = np.where(is_to_learn, GapStatus.GAP, needed.status)
    status[_put_off_needs(put_off or {}, owner, needed.skill)] = GapStatus.MEETS
    return Learners(
        minutes=np.array([week.left for week in times], dtype=np.int64),
        week=np.array([week.minutes for week in times], dtype=np.int64),
        critical_first=np.array([week.critical_first for week in times], dtype=bool),
        need_learner=reports.owner[reports.is_required],
        skill=needed.skill,
        mu=needed.mu,
        sigma=rows["sigma"].astype(np.float64),
        ask_error=ask_error,
        is_test=is_test,
        required=needed.required,
        weight=rows["weight"].astype(np.float64),
        critical=needed.critical,
        status=status,
        # Reports are in the order of persons.
        done_learner=np.searchsorted(ids, np.concatenate([done["person"], held["person"]])),
        done_module=np.concatenate([done["module"], held["module"]]),
        raised_learner=np.searchsorted(ids, raised["person"]),
        raised_skill=raised["skill"],
        raised_from=raised["start"],
        raised_to=raised["to"],
        begun_learner=np.searchsorted(ids, begun["person"]),
        begun_module=begun["module"],
        begun_minutes=np.maximum(1, begun["minutes"] - begun["done"]),
        due_learner=np.searchsorted(ids, due["person"]),
        due_module=due["module"],
        due_minutes=due["minutes"],
        due_weeks=due["weeks"],
    )


def _put_off_modules(put_off: Mapping[int, PutOff], due: Columns) -> Columns:
    """(person, module) of what is put off and not assigned."""
    assigned = set(zip(due["person"].tolist(), due["module"].tolist(), strict=True))
    found = [
        (who, module)
        for who, theirs in put_off.items()
        for module in sorted(theirs.modules)
        if (who, module) not in assigned
    ]
    columns = np.array(found, dtype=np.int64).reshape(len(found), 2)
    return {"person": columns[:, 0], "module": columns[:, 1]}


def _put_off_needs(put_off: Mapping[int, PutOff], owner: Ints, skill: NDArray[Any]) -> NDArray[np.bool_]:
    """Of each requirement, whether its person has put off the assessment."""
    found = np.zeros(len(skill), dtype=bool)
    for who, theirs in put_off.items():
        if theirs.skills:
            found |= (owner == who) & np.isin(skill, sorted(theirs.skills))
    return found


def put_off(found: Catalogue, steps: Mapping[int, Sequence[PutOffStep]]) -> dict[int, PutOff]:
    """What follows for the plan of each person from what they have put off."""
    return {
        person_id: put_off_in(
            found,
            modules=[one.module_id for one in theirs if one.module_id is not None],
            skills=[one.skill_id for one in theirs if one.skill_id is not None],
        )
        for person_id, theirs in steps.items()
    }


def put_off_steps(person_ids: Sequence[int], as_of: datetime) -> Mapping[int, list[PutOffStep]]:
    """What each of those people who did has put off beyond today, where they are, the soonest back first; one
    query."""
    first, _last = days_anywhere(as_of)
    rows = PutOffStep.objects.filter(person__in=among(person_ids), until__gt=first)
    found: defaultdict[int, list[PutOffStep]] = defaultdict(list)
    for row in rows.select_related("person").order_by("until", "pk"):
        if row.until > as_of.astimezone(zone_of(row.person.timezone)).date():
            found[row.person_id].append(row)
    return found


def _asked(
    reports: StoredReports, rows: NDArray[np.void], as_of: datetime
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.float64]]:
    """Of each requirement, whether something asks, whether that is a test, and its standard error in levels
    (nan where nothing asks)."""
    is_test = _may_be_tested(reports, rows, as_of)
    may_ask = ~_has_said(reports, rows, as_of) | is_test
    by_self = may_ask & ~is_test
    error = np.full(len(rows), np.nan)
    error[by_self] = errors_of(Source.SELF, rows["skill"][by_self], as_of)
    required = rows["required"][is_test].astype(np.float64)
    error[is_test] = expected_errors(rows["skill"][is_test].astype(np.int64), required)
    return may_ask, is_test, error


def _due(person_ids: Ints, weeks: Mapping[int, Week]) -> Columns:
    """(person, module, minutes left of it, whole weeks that end by its day) of what is assigned; the soonest
    due first."""
    found = [
        (who, one.module, one.left, _whole_weeks(weeks[who].monday, one.due_on))
        for who, theirs in due_modules_of(person_ids.tolist()).items()
        for one in theirs
    ]
    columns = np.array(found, dtype=np.int64).reshape(len(found), 4)
    return {name: columns[:, place] for place, name in enumerate(("person", "module", "minutes", "weeks"))}


def _whole_weeks(monday: date, due_on: date) -> int:
    """How many weeks after the one of a Monday end by a day."""
    return max(0, ((due_on - monday).days + 1) // 7 - 1)


def _may_be_tested(reports: StoredReports, rows: NDArray[np.void], as_of: datetime) -> NDArray[np.bool_]:
    """Of each requirement of the reports that is not met surely, whether a test of it is to be offered."""
    found = np.zeros(len(rows), dtype=bool)
    is_open = np.flatnonzero(rows["status"] != GapStatus.MEETS)
    owners = reports.person_id[reports.owner[reports.is_required]]
    skills = rows["skill"].astype(np.int64)
    found[is_open] = can_be_tested(owners[is_open], skills[is_open], as_of)
    return found


def _has_said(reports: StoredReports, rows: NDArray[np.void], as_of: datetime) -> NDArray[np.bool_]:
    """Of each requirement of the reports, whether its person rated themselves lately, or declined to."""
    lately = asked_within_half_life(reports.person_id.tolist(), as_of)
    is_own = (lately.source == Source.SELF) & ~lately.is_open
    said = np.stack([lately.person[is_own], lately.skill[is_own]], axis=1)
    theirs = np.stack([reports.person_id[reports.owner[reports.is_required]], rows["skill"]], axis=1)
    both, place = np.unique(np.concatenate([said, theirs]), axis=0, return_inverse=True)
    found = np.zeros(len(both), dtype=bool)
    found[place[: len(said)]] = True
    has_said: NDArray[np.bool_] = found[place[len(said) :]]
    return has_said


def _raised_unseen(completed: QuerySet[Activity]) -> Columns:
    """(person, skill, from level, to level) of the modules done since the person's level was last seen.

    Published or not: who has finished a module keeps that.
    """
    raised = completed.annotate(
        skill=F("module__effects__skill"),
        from_level=F("module__effects__from_level"),
        to_level=F("module__effects__to_level"),
    ).filter(skill__isnull=False)
    # A column, not a filter: PostgreSQL would join it, and go through all evidence for each row.
    found = read_columns(
        raised.annotate(seen=_is_seen()),
        person=("person_id", "i8"),
        skill=("skill", "i8"),
        start=("from_level", "f8"),
        to=("to_level", "f8"),
        seen=("seen", "?"),
    )
    return {name: column[~found["seen"]] for name, column in found.items()}


def _is_seen() -> Case | Exists:
    """Whether the level of a raised skill, or of one that it replaced, was seen since its module was done."""
    theirs = Evidence.objects.standing().filter(
        person__in=Person.objects.records_of(OuterRef(OuterRef("person"))),
        observed_at__gte=OuterRef("completed_at"),
    )
    seen = Exists(theirs.filter(skill=OuterRef("skill")))
    if not SkillReplacement.objects.in_force().exists():
        return seen
    replaced = SkillReplacement.objects.in_force().filter(new=OuterRef(OuterRef("skill"))).values("old")
    return Case(When(seen, then=True), default=Exists(theirs.filter(skill__in=replaced)))


def _paused(person_ids: Ints) -> Columns:
    """(person, module, its minutes, minutes done) of what was paused; the one paused last first."""
    return read_columns(
        Activity.objects.paused().filter(person__in=among(person_ids)),
        person=("person_id", "i8"),
        module=("module_id", "i8"),
        minutes=("module__minutes", "i8"),
        done=("minutes_done", "i8"),
    )


def weeks_of(person_ids: Sequence[int], as_of: datetime) -> Mapping[int, Week]:
    """What each person has left of the week, which begins on Monday in their own time zone; five queries."""
    zones = dict(Person.objects.filter(pk__in=among(person_ids)).values_list("pk", "timezone"))
    monday_in = {zone: monday_of(as_of.astimezone(zone_of(zone))) for zone in set(zones.values())}
    mondays = {pk: monday_in[zone] for pk, zone in zones.items()}
    done = minutes_done(mondays)
    chosen = chosen_by(person_ids)
    to_do = AssignedPerson.objects.open().filter(person__in=among(person_ids))
    assigned = set(to_do.values_list("person_id", flat=True))
    weeks = {}
    for pk, monday in mondays.items():
        theirs = chosen.get(pk, Chosen())
        ends_at = monday + timedelta(days=7) if done[pk] or pk in assigned else None
        left = max(0, theirs.minutes - done[pk])
        weeks[pk] = Week(theirs.minutes, left, ends_at, theirs.critical_first, monday.date())
    return weeks


def minutes_done(since: Mapping[int, datetime]) -> Mapping[int, int]:
    """Minutes of modules and refreshers that each person did since a Monday of their own, but for extra ones;
    two queries."""
    done = dict.fromkeys(since, 0)
    if not since:
        return done
    activities = Activity.objects.filter(person__in=among(since)).done_since(min(since.values()))
    for one in activities.select_related("module").only(*MINUTES_OF_ACTIVITY, "module__minutes"):
        done[one.person_id] += one.minutes_of_plan(since[one.person_id])
    for person_id, seconds in seconds_since(since).items():
        done[person_id] += ceil(seconds / 60)
    return done


def monday_of(moment: datetime) -> datetime:
    """Midnight of the Monday of the moment's week, in the moment's own time zone."""
    monday = moment - timedelta(days=moment.weekday())
    return monday.replace(hour=0, minute=0, second=0, microsecond=0)


def chosen_by(person_ids: Sequence[int]) -> Mapping[int, Chosen]:
    """What those of the people have chosen who did; one query."""
    times = LearningTime.objects.filter(person__in=among(person_ids))
    rows = times.values_list("person_id", "minutes_per_week", "critical_first")
    return {pk: Chosen(minutes, critical_first) for pk, minutes, critical_first in rows}


def stored_items(plan_ids: Sequence[int], columns: Sequence[str]) -> Mapping[int, list[tuple[Any, ...]]]:
    """The items of each plan that has any, in order, as rows of these columns; one query."""
    items = PlanItem.objects.filter(plan__in=among(plan_ids)).order_by("plan_id", "position")
    found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for plan_id, *row in items.values_list("plan_id", *columns):
        found[plan_id].append(tuple(row))
    return found


def _of(modules: Ints, rows: Columns, name: str) -> Columns:
    """The rows whose column of this name is one of the modules."""
    theirs = np.isin(rows[name], modules)
    return {column: values[theirs] for column, values in rows.items()}
