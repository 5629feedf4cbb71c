"""Verbs that write: plans, the minutes they keep to, and what was done of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from assessments.models import GapReport
from assessments.reports import stored_reports
from content import compute, frames
from content.models import Activity, LearningTime, Module, Plan, PlanItem
from lifow.people.models import Person

MOST_MINUTES_A_WEEK = 600


class LearningTimeError(ValueError):
    """Minutes a week that cannot be kept; the message says what can."""


class ModuleNotOpenError(ValueError):
    """A module that is not published cannot be learned from."""


def refresh_plans(*, person_ids: Sequence[int], as_of: datetime) -> int:
    """Make the plans of these people from their current gap reports; how many were made.

    People without a report get none. A plan is replaced as a whole, in one transaction: running twice,
    or in two workers, leaves the same plan once. It is made from what is stored when it is written, so a
    later report makes it stale again (`people_with_stale_plans`).
    """
    prepared = compute.prepare(frames.catalogue(), compute.PlanPolicy())
    with transaction.atomic():
        _lock(person_ids)
        reports = stored_reports(person_ids)
        if not len(reports.person_id):
            return 0
        plans = compute.plan_learning(prepared, frames.learners(reports))
        ids = reports.person_id.tolist()
        _replace(ids, reports.digest, plans, as_of)
    return len(ids)


def people_with_stale_plans() -> list[int]:
    """Ids of people whose plan is not made from their current gap report, or is marked stale; ascending."""
    fresh = Plan.objects.filter(
        person=OuterRef("person"), gap_digest=OuterRef("digest"), stale_at__isnull=True
    )
    stale = GapReport.objects.current().filter(~Exists(fresh), person__is_active=True)
    return list(stale.order_by("person_id").values_list("person_id", flat=True))


def mark_plans_stale(*, marked_at: datetime) -> int:
    """Ask for every plan to be made again, as after a change of the catalogue; how many plans."""
    return Plan.objects.filter(stale_at__isnull=True).update(stale_at=marked_at)


def set_learning_time(*, person: Person, minutes_per_week: int, as_of: datetime) -> LearningTime:
    """Set a person's minutes a week and make their plan again. Raises LearningTimeError out of 0 to 600."""
    if not 0 <= minutes_per_week <= MOST_MINUTES_A_WEEK:
        message = _("Choose from 0 to %(most)s minutes a week.")
        raise LearningTimeError(message % {"most": MOST_MINUTES_A_WEEK})
    time, _is_new = LearningTime.objects.update_or_create(
        person=person, defaults={"minutes_per_week": minutes_per_week}
    )
    refresh_plans(person_ids=[person.pk], as_of=as_of)
    return time


def start_module(*, person: Person, module: Module, started_at: datetime) -> Activity:
    """Note that a person opened a module. Opening it again only moves the time it was last opened."""
    if module.status != Module.Status.PUBLISHED:
        raise ModuleNotOpenError(_("This module is not published."))
    activity, is_new = Activity.objects.get_or_create(
        person=person, module=module, defaults={"started_at": started_at, "touched_at": started_at}
    )
    if not is_new:
        Activity.objects.filter(pk=activity.pk).update(touched_at=started_at)
    return activity


def complete_module(*, person: Person, module: Module, completed_at: datetime) -> Activity:
    """Note that a person finished a module, and make their plan again without it.

    It is progress, not proficiency: the level stays until evidence says otherwise. A second call keeps
    the first time.
    """
    with transaction.atomic():
        activity = start_module(person=person, module=module, started_at=completed_at)
        unfinished = Activity.objects.open().filter(pk=activity.pk)
        if unfinished.update(completed_at=completed_at):
            refresh_plans(person_ids=[person.pk], as_of=completed_at)
    activity.refresh_from_db()
    return activity


def publish_module(*, module: Module, published_at: datetime) -> Module:
    """Make a module part of what plans choose from."""
    return _set_status(module, Module.Status.PUBLISHED, published_at)


def retire_module(*, module: Module, retired_at: datetime) -> Module:
    """Take a module out of what plans choose from; who has finished it keeps that."""
    return _set_status(module, Module.Status.RETIRED, retired_at)


def _set_status(module: Module, status: str, moment: datetime) -> Module:
    with transaction.atomic():
        if Module.objects.filter(pk=module.pk).exclude(status=status).update(status=status):
            mark_plans_stale(marked_at=moment)
    module.refresh_from_db()
    return module


def _lock(person_ids: Sequence[int]) -> None:
    """One writer a plan at a time: two that meet would each delete nothing and insert twice."""
    list(Person.objects.filter(pk__in=person_ids).order_by("pk").select_for_update(of=("self",)).values("pk"))


def _replace(
    ids: Sequence[int], digests: Sequence[str], plans: Sequence[compute.Plan], as_of: datetime
) -> None:
    before = dict(Plan.objects.filter(person__in=ids).values_list("person_id", "public_id"))
    Plan.objects.filter(person__in=ids).delete()
    rows = [
        _plan_row(person_id, digest, plan, as_of, before.get(person_id))
        for person_id, digest, plan in zip(ids, digests, plans, strict=True)
    ]
    Plan.objects.bulk_create(rows, batch_size=500)
    items = [
        _item_row(row, position, item)
        for row, plan in zip(rows, plans, strict=True)
        for position, item in enumerate(plan.items, start=1)
    ]
    PlanItem.objects.bulk_create(items, batch_size=1000)


def _plan_row(
    person_id: int, digest: str, plan: compute.Plan, as_of: datetime, public_id: str | None
) -> Plan:
    kept = {"public_id": public_id} if public_id else {}
    return Plan(
        person_id=person_id,
        gap_digest=digest,
        minutes=plan.budget,
        gain=plan.gain,
        upper_bound=plan.upper_bound,
        certificate=plan.certificate,
        outcome=plan.outcome.value,
        outcome_details={"without_content": plan.without_content, "shortest_minutes": plan.shortest_minutes},
        computed_at=as_of,
        **kept,
    )


def _item_row(plan: Plan, position: int, item: compute.PlanItem) -> PlanItem:
    return PlanItem(
        plan=plan,
        position=position,
        module_id=item.module,
        skill_id=item.skill,
        minutes=item.minutes,
        gain=item.gain,
        level_before=item.before,
        level_after=item.after,
        required=item.required,
        is_critical=item.critical,
        reason=item.reason.value,
        reason_details={
            "prepares_for": item.prepares_for,
            "questions": item.questions,
            "raises": [asdict(one) for one in item.raises],
        },
    )
