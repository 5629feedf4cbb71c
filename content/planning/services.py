"""Plans, the minutes a week that they keep to, and what is done of them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from assessments.gaps.models import GapReport
from assessments.gaps.reports import stored_reports
from content.activity.models import Activity
from content.activity.services import start_module
from content.catalogue.models import CatalogueVersion, Module
from content.planning import compute, selectors
from content.planning.models import LearningTime, Plan, PlanItem
from content.planning.notifications import tell_plans_of_the_week as tell_plans_of_the_week
from lifow.people.persons.models import Person

MOST_MINUTES_A_WEEK = 600
# What a new plan changes of the row before it: all but whose it is and the id that others know it by.
MADE_ANEW = [
    "gap_digest",
    "catalogue",
    "minutes",
    "minutes_left",
    "week_ends_at",
    "gain",
    "knowing",
    "upper_bound",
    "certificate",
    "outcome",
    "outcome_details",
    "computed_at",
]


class LearningTimeError(ValueError):
    """Minutes a week that cannot be kept; the message says what can."""


def refresh_plans(*, person_ids: Sequence[int], as_of: datetime) -> int:
    """Make the plans of these people from their current gap reports; how many were made.

    People without a report get none. A plan is replaced as a whole, in one transaction: running twice,
    or in two workers, leaves the same plan once. It is made from what is stored when it is written, so a
    later report makes it stale again (`people_with_stale_plans`), as do other minutes, the end of the week
    of which it takes what is left, and a change of the catalogue that it may not have seen
    (`advance_catalogue`).
    """
    with transaction.atomic():
        _lock(person_ids)
        reports = stored_reports(person_ids)
        if not len(reports.person_id):
            return 0
        version = CatalogueVersion.objects.current()
        prepared = compute.prepare(selectors.catalogue(), compute.PlanPolicy())
        ids = reports.person_id.tolist()
        weeks = selectors.weeks_of(ids, as_of)
        plans = compute.plan_learning(prepared, selectors.learners(reports, weeks))
        made = zip(ids, reports.digest, plans, strict=True)
        rows = [_plan_row(*one, catalogue=version, week=weeks[one[0]], as_of=as_of) for one in made]
        _replace(rows, plans)
    return len(reports.person_id)


def people_with_stale_plans(as_of: datetime) -> list[int]:
    """Ids of people whose plan is not made from their current gap report and the catalogue as it is, or is of
    a week that is over, or of other minutes than they have now; ascending."""
    current = Plan.objects.fresh(CatalogueVersion.objects.current(), as_of)
    fresh = current.filter(person=OuterRef("person"), gap_digest=OuterRef("digest"))
    stale = GapReport.objects.current().filter(~Exists(fresh), person__is_active=True)
    return list(stale.order_by("person_id").values_list("person_id", flat=True))


def set_learning_time(*, person: Person, minutes_per_week: int, as_of: datetime) -> LearningTime:
    """Set a person's minutes a week and make their plan again. Raises LearningTimeError out of 0 to 600."""
    if not 0 <= minutes_per_week <= MOST_MINUTES_A_WEEK:
        message = _("Choose from 0 to %(most)s minutes a week.")
        raise LearningTimeError(message % {"most": MOST_MINUTES_A_WEEK})
    with transaction.atomic():
        time, _is_new = LearningTime.objects.update_or_create(
            person=person, defaults={"minutes_per_week": minutes_per_week}
        )
        refresh_plans(person_ids=[person.pk], as_of=as_of)
    return time


def clear_learning_times(*, times: QuerySet[LearningTime], as_of: datetime) -> None:
    """Forget the minutes that people have chosen: they have those of everybody again, and a new plan."""
    with transaction.atomic():
        ids = list(times.values_list("person_id", flat=True))
        times.delete()
        refresh_plans(person_ids=ids, as_of=as_of)


def _lock(person_ids: Sequence[int]) -> None:
    """One writer a plan at a time, the first plan of a person too."""
    people = Person.objects.filter(pk__in=person_ids).order_by("pk")
    list(people.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _replace(made: Sequence[Plan], plans: Sequence[compute.Plan]) -> None:
    rows = Plan.objects.bulk_create(
        made,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=MADE_ANEW,
    )
    PlanItem.objects.filter(plan__person__in=[row.person_id for row in rows]).delete()
    items = [
        _item_row(row, position, item)
        for row, plan in zip(rows, plans, strict=True)
        for position, item in enumerate(plan.items, start=1)
    ]
    PlanItem.objects.bulk_create(items, batch_size=1000)


def _plan_row(
    person_id: int,
    digest: str,
    plan: compute.Plan,
    *,
    catalogue: int,
    week: selectors.Week,
    as_of: datetime,
) -> Plan:
    following = plan.next_week
    return Plan(
        person_id=person_id,
        gap_digest=digest,
        catalogue=catalogue,
        minutes=week.minutes,
        minutes_left=week.left,
        week_ends_at=week.ends_at,
        gain=plan.gain,
        knowing=plan.knowing,
        upper_bound=plan.upper_bound,
        certificate=plan.certificate,
        outcome=plan.outcome.value,
        outcome_details={
            "without_content": plan.without_content,
            "used_up": plan.used_up,
            "shortest_minutes": plan.shortest_minutes,
            "next_week": following
            and {"module": following.module, "skill": following.skill, "minutes": following.minutes},
        },
        computed_at=as_of,
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
            "unproven": item.unproven,
            "known": item.known,
            "raises": [asdict(one) for one in item.raises],
        },
    )


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
