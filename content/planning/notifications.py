"""The plan of the week: told on Monday to everybody whose plan has steps."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.gaps.reports import SkillStanding, standings_by_person
from content.catalogue.models import CatalogueVersion
from content.planning.models import Plan, PlanItem, WeekTold
from content.planning.selectors import monday_of
from lifow.base.days import zone_of
from lifow.notifications.registry import Kind, LevelLine, Notice, Rendered
from lifow.notifications.services import New, notify_all
from lifow.people.persons.models import Employment, Person

PLAN_OF_THE_WEEK = "plan_of_the_week"
AT_ONCE = 500


def tell_plans_of_the_week(*, as_of: datetime) -> int:
    """Tell everybody for whom it is Monday of their plan, once a week; how many were told.

    Only of a plan that is up to date and has steps: one that is made on Monday morning is told an hour later,
    an empty one never. What is written at night is sent in the person's hours.
    """
    zones = [zone for zone in _zones() if as_of.astimezone(ZoneInfo(zone)).weekday() == 0]
    if not zones:
        return 0
    monday = as_of.astimezone(ZoneInfo(zones[0])).date()
    due = _due(zones, monday, as_of)
    ids, told = list(due.order_by("person_id").values_list("person_id", flat=True)), 0
    for start in range(0, len(ids), AT_ONCE):
        told += _tell(due.filter(person__in=ids[start : start + AT_ONCE]), monday, as_of)
    return told


def _zones() -> Iterable[str]:
    return Person.objects.filter(is_active=True).order_by().values_list("timezone", flat=True).distinct()


def _due(zones: Sequence[str], monday: date, as_of: datetime) -> QuerySet[Plan]:
    """The plans to tell of: of people in these zones who are not on leave, nor told of this week's yet."""
    leave = Employment.objects.on_leave(as_of).filter(person=OuterRef("person"))
    told = WeekTold.objects.filter(person=OuterRef("person"), monday=monday)
    steps = PlanItem.objects.filter(plan=OuterRef("pk"))
    fresh = Plan.objects.fresh(CatalogueVersion.objects.current(), as_of)
    of_these = fresh.filter(person__timezone__in=zones, person__is_active=True)
    return of_these.filter(Exists(steps), ~Exists(told), ~Exists(leave))


def _tell(due: QuerySet[Plan], monday: date, as_of: datetime) -> int:
    """Tell of some plans, and write down that their people were told: whoever comes second finds none."""
    with transaction.atomic():
        people = Person.objects.filter(plan__in=due).order_by("pk")
        told = list(people.select_for_update(of=("self",), no_key=True, skip_locked=True))
        notify_all(
            new=[New(person, PLAN_OF_THE_WEEK, {}, monday.isoformat()) for person in told], as_of=as_of
        )
        WeekTold.objects.bulk_create(
            [WeekTold(person=person, monday=monday) for person in told],
            update_conflicts=True,
            unique_fields=["person"],
            update_fields=["monday"],
        )
    return len(told)


def render_plans(notices: Sequence[Notice]) -> list[Rendered | None]:
    """What somebody reads of this week's plan as it is now; nothing of last week's, nor where all is done."""
    now = timezone.now()
    current = [_is_of_this_week(notice, now) for notice in notices]
    receivers = {
        notice.receiver.pk for notice, is_current in zip(notices, current, strict=True) if is_current
    }
    plans = {plan.person_id: plan for plan in Plan.objects.filter(person__in=receivers).with_items()}
    steps = {person_id: list(plan.items.all()) for person_id, plan in plans.items()}
    first = {
        person_id: items[0].skill_id
        for person_id, items in steps.items()
        if items and items[0].skill_id is not None
    }
    standings = standings_by_person(first) if first else {}
    return [
        _plan(steps.get(notice.receiver.pk, []), standings.get(notice.receiver.pk)) if is_current else None
        for notice, is_current in zip(notices, current, strict=True)
    ]


def _is_of_this_week(notice: Notice, now: datetime) -> bool:
    zone = zone_of(notice.receiver.timezone)
    return monday_of(notice.created_at.astimezone(zone)) == monday_of(now.astimezone(zone))


def _plan(steps: Sequence[PlanItem], standing: SkillStanding | None) -> Rendered | None:
    """What is read of the steps; `standing` is where the receiver stands in the skill of the first."""
    if not steps:
        return None
    title = ngettext(
        "Your plan for this week: %(count)s\xa0step, %(minutes)s\xa0min",
        "Your plan for this week: %(count)s\xa0steps, %(minutes)s\xa0min",
        len(steps),
    )
    return Rendered(
        title=title % {"count": len(steps), "minutes": sum(step.minutes for step in steps)},
        body=_first_step(steps[0]),
        levels=(_level(standing),) if standing else (),
        url=reverse("portal:home"),
        action=_("Open your plan"),
    )


def _level(standing: SkillStanding) -> LevelLine:
    return LevelLine(
        skill=str(standing.skill),
        level=standing.level,
        needed=standing.required,
        lowest=standing.lowest,
        highest=standing.top,
        is_unsure=standing.is_unsure,
        is_met=standing.is_met,
    )


def _first_step(step: PlanItem) -> str:
    named = {"module": step.module, "skill": step.skill, "minutes": step.minutes}
    if step.module is None and step.is_test:
        return _("It starts with a few questions on %(skill)s, %(minutes)s\xa0min.") % named
    if step.module is None:
        return _("It starts with rating yourself in %(skill)s, %(minutes)s\xa0min.") % named
    return _("It starts with “%(module)s”, %(minutes)s\xa0min.") % named


KINDS = [
    Kind(
        key=PLAN_OF_THE_WEEK,
        title=gettext_lazy("Plan of the week"),
        description=gettext_lazy("On Monday: the steps of your week, if there are any."),
        render=render_plans,
        is_act=False,
    ),
]
