"""Plans, the minutes a week that they keep to, and what is done of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import repeat
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from assessments.gaps.models import GapReport
from assessments.gaps.reports import StoredReports, stored_reports
from content.activity.choices import Act
from content.activity.models import Activity
from content.activity.services import complete_again, note_entry, start_module
from content.activity.services import pause_module as note_pause
from content.assignments.reports import asked_again
from content.assignments.services import note_completed
from content.catalogue.models import CatalogueVersion, Module
from content.kinds.path.reports import Held, held_modules
from content.kinds.path.services import finish_paths
from content.planning import compute, selectors
from content.planning.models import LearningTime, Plan, PlanItem, PutOffStep
from content.planning.reports.more_time import CACHE
from lifow.base.channels import Channel
from lifow.base.database.columns import among
from lifow.base.database.rows import upsert_rows, write_rows
from lifow.base.days import zone_of
from lifow.base.fields import new_public_ids
from lifow.base.garbage import collection_paused
from lifow.people.persons.models import Employment, Person
from lifow.people.persons.reports import leaves_of

MOST_MINUTES_A_WEEK = 600
ITEM_COLUMNS = (
    "position",
    "module_id",
    "skill_id",
    "minutes",
    "gain",
    "level_before",
    "level_after",
    "required",
    "is_critical",
    "reason",
    "reason_details",
)
PutOffSteps = Mapping[int, Sequence[PutOffStep]]
"""What people have put off, by person."""
RAISE = tuple(field.name for field in fields(compute.Raise))


class LearningTimeError(ValueError):
    """Minutes a week that cannot be kept; the message says what can."""


def refresh_plans(*, person_ids: Sequence[int], as_of: datetime) -> int:
    """Make the plans of these people from their current gap reports; how many were made.

    People without a report get none, and people on leave keep the one that they have. A plan is replaced as a
    whole, in one transaction, and its steps are written where they are others than before: running twice, or
    in two workers, leaves the same plan once. It is made from what is stored when it is written, so a later
    report makes it stale again (`people_with_stale_plans`), as do other minutes, the end of the week of which
    it takes what is left, and a change of the catalogue that it may not have seen (`advance_catalogue`).
    """
    with transaction.atomic(), collection_paused():
        lock_plans(person_ids)
        on_leave = leaves_of(person_ids, as_of)
        reports = stored_reports([person_id for person_id in person_ids if person_id not in on_leave])
        if not len(reports.person_id):
            return 0
        version = CatalogueVersion.objects.current()
        catalogue = selectors.catalogue()
        ids: list[int] = reports.person_id.tolist()
        held, put_off = held_modules(ids, as_of), selectors.put_off_steps(ids, as_of)
        for modules, those in _by_held(ids, held).items():
            of_them = reports if len(those) == len(ids) else stored_reports(those)
            cache = CACHE.of(catalogue)
            if modules:
                cache = compute.CatalogueCache(compute.PlanPolicy()).of(selectors.without(catalogue, modules))
            theirs = {person_id: put_off[person_id] for person_id in those if person_id in put_off}
            weeks = _weeks(those, held, theirs, as_of)
            _plan(of_them, weeks, theirs, cache, Made(catalogue, version, as_of))
    return len(ids)


@dataclass(frozen=True, slots=True)
class Made:
    """What plans are made from, and when."""

    catalogue: compute.Catalogue
    version: int
    as_of: datetime


def _plan(
    reports: StoredReports,
    weeks: Mapping[int, selectors.Week],
    put_off: PutOffSteps,
    cache: compute.LabelSettingCache,
    made: Made,
) -> None:
    """Make and write the plans of the people of the reports, without what they have put off."""
    apart = selectors.put_off(made.catalogue, put_off)
    learners = selectors.learners(reports, weeks, made.as_of, apart)
    found = compute.plan_learning(cache.prepared, learners, cache)
    ids: list[int] = reports.person_id.tolist()
    plans = [
        compute.without_put_off(plan, apart[person_id]) if person_id in apart else plan
        for person_id, plan in zip(ids, found, strict=True)
    ]
    _write(reports, plans, weeks, put_off, made)


def _by_held(ids: Sequence[int], held: Mapping[int, Held]) -> Mapping[frozenset[int], list[int]]:
    """People by the modules that paths of theirs keep for later: few sets, as many are on the same path."""
    groups: dict[frozenset[int], list[int]] = {}
    for person_id in ids:
        groups.setdefault(held[person_id].modules if person_id in held else frozenset(), []).append(person_id)
    return groups


def _weeks(
    ids: Sequence[int], held: Mapping[int, Held], put_off: PutOffSteps, as_of: datetime
) -> Mapping[int, selectors.Week]:
    """The weeks of people; a plan ends with the pause of a path, or where something put off comes back, if
    that is before its week does."""
    weeks = dict(selectors.weeks_of(ids, as_of))
    for person_id in (held.keys() | put_off.keys()) & weeks.keys():
        moments = [weeks[person_id].ends_at, held[person_id].until if person_id in held else None]
        moments += [one.comes_back_at for one in put_off.get(person_id, ())]
        known = [one for one in moments if one is not None]
        weeks[person_id] = replace(weeks[person_id], ends_at=min(known, default=None))
    return weeks


def people_with_stale_plans(as_of: datetime) -> list[int]:
    """Ids of people whose plan is not made from their current gap report and the catalogue as it is, or is of
    a week that is over, or of other minutes than they have now; ascending. Nobody on leave is one of them."""
    current = Plan.objects.fresh(CatalogueVersion.objects.current(), as_of)
    fresh = current.filter(person=OuterRef("person"), gap_digest=OuterRef("digest"))
    leave = Employment.objects.on_leave(as_of).filter(person=OuterRef("person"))
    stale = GapReport.objects.current().filter(~Exists(fresh), ~Exists(leave), person__is_active=True)
    return list(stale.order_by("person_id").values_list("person_id", flat=True))


def set_learning_time(
    *, person: Person, minutes_per_week: int, critical_first: bool | None = None, as_of: datetime
) -> LearningTime:
    """Set a person's minutes a week, and what they go to first, and make their plan again.

    Without `critical_first` that stays as it was. Raises LearningTimeError out of 0 to 600.
    """
    if not 0 <= minutes_per_week <= MOST_MINUTES_A_WEEK:
        message = _("Choose from 0 to %(most)s minutes a week.")
        raise LearningTimeError(message % {"most": MOST_MINUTES_A_WEEK})
    values: dict[str, Any] = {"minutes_per_week": minutes_per_week}
    if critical_first is not None:
        values["critical_first"] = critical_first
    with transaction.atomic():
        time, _is_new = LearningTime.objects.update_or_create(person=person, defaults=values)
        refresh_plans(person_ids=[person.pk], as_of=as_of)
    return time


def clear_learning_times(*, times: QuerySet[LearningTime], as_of: datetime) -> None:
    """Forget what people have chosen: they have the minutes of everybody again, and a new plan."""
    with transaction.atomic():
        ids = list(times.values_list("person_id", flat=True))
        times.delete()
        refresh_plans(person_ids=ids, as_of=as_of)


def lock_plans(person_ids: Sequence[int]) -> None:
    """One writer a plan at a time, the first plan of a person too."""
    people = Person.objects.filter(pk__in=among(person_ids)).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _write(
    reports: StoredReports,
    plans: Sequence[compute.Plan],
    weeks: Mapping[int, selectors.Week],
    put_off: PutOffSteps,
    made: Made,
) -> None:
    """Make these the plans of the people of the reports, and their items the only ones."""
    ids: list[int] = reports.person_id.tolist()
    columns = _plan_columns(plans, [put_off.get(person_id, ()) for person_id in ids]) | {
        "public_id": new_public_ids("pln", len(ids)),
        "person_id": ids,
        "gap_digest": reports.digest,
        "catalogue": repeat(made.version),
        "minutes": [weeks[person_id].minutes for person_id in ids],
        "minutes_left": [weeks[person_id].left for person_id in ids],
        "critical_first": [weeks[person_id].critical_first for person_id in ids],
        "week_ends_at": [weeks[person_id].ends_at for person_id in ids],
        "computed_at": repeat(made.as_of),
    }
    upsert_rows(Plan, columns, key="person_id", kept=["public_id"])
    plan_of = dict(Plan.objects.filter(person__in=among(ids)).values_list("person_id", "pk"))
    _write_items({plan_of[person_id]: _item_rows(plan) for person_id, plan in zip(ids, plans, strict=True)})


def _write_items(items: Mapping[int, Sequence[tuple[Any, ...]]]) -> None:
    """Make these rows of ITEM_COLUMNS the only items of the plans by id; where they are, write nothing.

    Of a company of 100,000 that is computed again, most plans stay as they are: 850,000 rows.
    """
    stored = selectors.stored_items(list(items), ITEM_COLUMNS)
    changed = {plan_id: rows for plan_id, rows in items.items() if stored.get(plan_id, []) != rows}
    there = [plan_id for plan_id in changed if plan_id in stored]
    if there:
        PlanItem.objects.filter(plan__in=among(there)).delete()
    rows = [(plan_id, *row) for plan_id, theirs in changed.items() for row in theirs]
    if rows:
        names = ("plan_id", *ITEM_COLUMNS)
        write_rows(PlanItem, dict(zip(names, zip(*rows, strict=True), strict=True)))


def _plan_columns(
    plans: Sequence[compute.Plan], put_off: Sequence[Sequence[PutOffStep]]
) -> dict[str, Iterable[Any]]:
    return {
        "gain": [plan.gain for plan in plans],
        "knowing": [plan.knowing for plan in plans],
        "upper_bound": [plan.upper_bound for plan in plans],
        "certificate": [plan.certificate for plan in plans],
        "outcome": [plan.outcome.value for plan in plans],
        "outcome_details": [_outcome_details(*one) for one in zip(plans, put_off, strict=True)],
    }


def _outcome_details(plan: compute.Plan, put_off: Sequence[PutOffStep]) -> dict[str, Any]:
    following = plan.next_week
    return {
        "without_content": plan.without_content,
        "used_up": plan.used_up,
        "waiting": plan.waiting,
        "shortest_minutes": plan.shortest_minutes,
        "late": plan.late,
        "left_out": [
            {"skill": one.skill, "reason": one.reason.value, "minutes": one.minutes} for one in plan.left_out
        ],
        "next_week": following
        and {"module": following.module, "skill": following.skill, "minutes": following.minutes},
        "put_off": [
            {"module": one.module_id, "skill": one.skill_id, "until": one.until.isoformat()}
            for one in put_off
        ],
    }


def _item_rows(plan: compute.Plan) -> list[tuple[Any, ...]]:
    """The items as rows of ITEM_COLUMNS."""
    return [
        (
            position,
            item.module,
            item.skill,
            item.minutes,
            item.gain,
            item.before,
            item.after,
            item.required,
            item.critical,
            item.reason.value,
            {
                "prepares_for": item.prepares_for,
                "questions": item.questions,
                "unproven": item.unproven,
                "test": item.test,
                "minutes_left": item.minutes_left,
                "module_minutes": item.module_minutes,
                "assigned": item.assigned,
                "known": item.known,
                "raises": [{name: getattr(one, name) for name in RAISE} for one in item.raises],
            },
        )
        for position, item in enumerate(plan.items, start=1)
    ]


def complete_module(
    *, person: Person, module: Module, completed_at: datetime, channel: str = Channel.PORTAL
) -> Activity:
    """Note that a person finished a module, close what was assigned of it, and make their plan again without
    it.

    It is progress, not proficiency: the level stays until evidence says otherwise. A second call keeps
    the first time, unless an assignment asks for the module again.
    """
    with transaction.atomic():
        activity = start_module(person=person, module=module, started_at=completed_at, channel=channel)
        unfinished = Activity.objects.open().filter(pk=activity.pk)
        is_new = bool(unfinished.update(completed_at=completed_at))
        if is_new:
            note_entry(person=person, module=module, act=Act.COMPLETED, at=completed_at, channel=channel)
        elif asked_again(person, activity):
            is_new = complete_again(person=person, module=module, completed_at=completed_at, channel=channel)
        if is_new:
            note_completed(person_ids=[person.pk], as_of=completed_at)
            finish_paths(person_ids=[person.pk], as_of=completed_at)
            refresh_plans(person_ids=[person.pk], as_of=completed_at)
    activity.refresh_from_db()
    return activity


def begin_path(*, person: Person, module: Module, as_of: datetime) -> Activity:
    """Have somebody be on a path, and make their plan again: what it keeps for later is in none. Twice is
    once. Raises ModuleNotOpenError."""
    with transaction.atomic():
        activity = start_module(person=person, module=module, started_at=as_of, is_extra=True)
        finish_paths(person_ids=[person.pk], as_of=as_of)
        refresh_plans(person_ids=[person.pk], as_of=as_of)
    activity.refresh_from_db()
    return activity


def pause_module(*, person: Person, module: Module, minutes_done: int, paused_at: datetime) -> Activity:
    """Note how many minutes of a module a person has done so far, and make their plan again.

    The minutes of this week count, and what is left comes first next week. A module that is completed stays
    so; see what comes back.
    """
    monday = selectors.monday_of(paused_at.astimezone(zone_of(person.timezone)))
    with transaction.atomic():
        lock_plans([person.pk])
        activity = note_pause(
            person=person, module=module, minutes_done=minutes_done, monday=monday, paused_at=paused_at
        )
        refresh_plans(person_ids=[person.pk], as_of=paused_at)
    return activity
