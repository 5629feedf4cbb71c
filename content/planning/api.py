"""/api/v1/plans"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Skill
from assessments.gaps.models import GapReport
from content.catalogue.models import CatalogueVersion, Module
from content.planning.models import Plan, PlanItem
from lifow.base.api import examples
from lifow.base.api.fields import IdField, MeasureField, MomentField, ReferenceField
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import OrgUnit, Person

EXAMPLE: dict[str, Any] = {
    "id": examples.PLAN,
    "person": examples.PERSON,
    "outcome": "planned",
    "minutes": 30,
    "minutes_left": 24,
    "minutes_planned": 10,
    "gap_closed": 2.0,
    "certificate": 0.97,
    "without_content": [examples.HEADING],
    "used_up": [],
    "shortest_minutes": None,
    "next_week": None,
    "items": [
        {
            "position": 1,
            "module": examples.FIRST_MODULE,
            "skill": examples.SKILL,
            "minutes": 4,
            "reason": "prepares",
            "gap_closed": 0.0,
            "level_before": None,
            "level_after": None,
            "needed": 3.0,
            "critical": True,
            "prepares_for": examples.MODULE,
            "questions": None,
        },
        {
            "position": 2,
            "module": examples.MODULE,
            "skill": examples.SKILL,
            "minutes": 6,
            "reason": "closes",
            "gap_closed": 2.0,
            "level_before": 2.1,
            "level_after": 3.0,
            "needed": 3.0,
            "critical": True,
            "prepares_for": None,
            "questions": None,
        },
    ],
    "is_stale": False,
    "computed_at": "2026-03-02T12:00:09Z",
}


@dataclass(frozen=True, slots=True)
class PlanItemTold:
    """An item with the public id of the module that it prepares for."""

    item: PlanItem
    prepares_for: str | None

    @property
    def gap_closed(self) -> float | None:
        """None for a check: its gain is what it is worth to know, which is another measure."""
        return None if self.item.reason == PlanItem.Reason.ASSESS else self.item.gain

    @property
    def questions(self) -> int | None:
        return self.item.reason_details.get("questions")


@dataclass(frozen=True, slots=True)
class NextWeekTold:
    """What the next week begins with: a module, or without one a skill to assess."""

    module: str | None
    skill: str
    minutes: int


@dataclass(frozen=True, slots=True)
class PlanTold:
    """A plan with its items, and what it says of the skills that it has none for."""

    plan: Plan
    items: tuple[PlanItemTold, ...]
    without_content: tuple[str, ...]
    used_up: tuple[str, ...]
    next_week: NextWeekTold | None
    is_stale: bool

    @property
    def minutes_planned(self) -> int:
        return sum(told.item.minutes for told in self.items)

    @property
    def shortest_minutes(self) -> int | None:
        return self.plan.outcome_details.get("shortest_minutes")


class PlanItemOutput(serializers.Serializer):
    """One thing to do, and why."""

    position = serializers.IntegerField(
        source="item.position", help_text=_("From 1, in the order to follow.")
    )
    module = IdField(
        "mod",
        source="item.module.public_id",
        allow_null=True,
        help_text=_("Null where there is a skill to assess."),
    )
    skill = IdField(
        "skl", source="item.skill.public_id", help_text=_("What it raises most, prepares, or assesses.")
    )
    minutes = serializers.IntegerField(source="item.minutes")
    reason = serializers.ChoiceField(
        PlanItem.Reason.choices,
        source="item.reason",
        help_text=_(
            "closes: brings the skill to what is needed. raises: brings it nearer. prepares: a later module "
            "requires it. assess: nobody knows the level, or nobody has seen it since the material was done."
        ),
    )
    gap_closed = MeasureField(
        allow_null=True,
        help_text=_("In weighted levels; null for a skill to assess, which closes none by itself."),
    )
    level_before = MeasureField(
        source="item.level_before",
        allow_null=True,
        help_text=_(
            "Where it starts: the level known, or what earlier items, and modules done that no evidence has "
            "followed, lead to."
        ),
    )
    level_after = MeasureField(source="item.level_after", allow_null=True)
    needed = MeasureField(source="item.required")
    critical = serializers.BooleanField(source="item.is_critical")
    prepares_for = IdField("mod", allow_null=True, help_text=_("The module that requires this one."))
    questions = serializers.IntegerField(allow_null=True, help_text=_("How many there are, to assess."))


class NextWeekOutput(serializers.Serializer):
    """What the next week begins with."""

    module = IdField("mod", allow_null=True, help_text=_("Null where there is a skill to assess."))
    skill = IdField("skl", help_text=_("What it raises most, prepares, or assesses."))
    minutes = serializers.IntegerField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class PlanOutput(serializers.Serializer):
    """What one learner does next, within their minutes a week."""

    id = IdField("pln", source="plan.public_id")
    person = IdField("per", source="plan.person.public_id")
    outcome = serializers.ChoiceField(Plan.Outcome.choices, source="plan.outcome")
    minutes = serializers.IntegerField(source="plan.minutes", help_text=_("There are so many in a week."))
    minutes_left = serializers.IntegerField(
        source="plan.minutes_left",
        help_text=_("Those that the plan may take: without what was done since Monday."),
    )
    minutes_planned = serializers.IntegerField(help_text=_("Sum over the items."))
    gap_closed = MeasureField(source="plan.gain", help_text=_("Weighted levels, by all items together."))
    certificate = MeasureField(
        source="plan.certificate",
        help_text=_(
            "At least this share of the best use of these minutes, proven; 0 to 1. It counts the gap closed "
            "and, for skills to assess, what it is worth to know."
        ),
    )
    without_content = serializers.ListField(
        child=IdField("skl"),
        help_text=_("Skills with a gap that no module raises from the level that is known, done or not."),
    )
    used_up = serializers.ListField(
        child=IdField("skl"),
        help_text=_(
            "Skills of which all is done that can be followed from the level that is known, though evidence "
            "since still shows the gap. A mentor can help; modules that start higher may be left."
        ),
    )
    shortest_minutes = serializers.IntegerField(
        allow_null=True, help_text=_("Where nothing fits the minutes: how long the shortest step is.")
    )
    next_week = NextWeekOutput(
        allow_null=True,
        help_text=_("Where nothing more fits into this week: what the next one begins with."),
    )
    items = PlanItemOutput(many=True)
    is_stale = serializers.BooleanField(
        help_text=_("Something has changed since, and a new one is on its way.")
    )
    computed_at = MomentField(source="plan.computed_at")


class PlanParameters(ListParameters):
    person = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    org_unit = ReferenceField(
        "org",
        lambda user: OrgUnit.objects.all(),
        required=False,
        help_text=_("Of people who work in this unit now, or in a unit below it."),
    )
    outcome = serializers.ChoiceField(Plan.Outcome.choices, required=False, help_text=_("With this outcome."))
    updated_since = MomentField(required=False, help_text=_("Computed at or after this moment."))


class PlanViewSet(ResourceViewSet):
    prefix, one, many = "pln", _("plan"), _("plans")
    about = _(
        "One plan a learner, made again when gaps, minutes or material change. A person sees their own and "
        "those of their reporting line."
    )
    scopes = {"read": "plans:read"}
    serializer_class = PlanOutput
    list_parameters = PlanParameters
    filters = {
        "person": lambda plans, person: plans.filter(person=person),
        "org_unit": lambda plans, unit: plans.filter(person__in=Person.objects.in_org_unit(unit)),
        "outcome": lambda plans, outcome: plans.filter(outcome=outcome),
        "updated_since": lambda plans, moment: plans.filter(computed_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Plan]:
        items = PlanItem.objects.select_related("module", "skill").order_by("position")
        its_report = GapReport.objects.current().filter(
            person=OuterRef("person"), digest=OuterRef("gap_digest")
        )
        current = Plan.objects.fresh(CatalogueVersion.objects.current(), timezone.now())
        visible = Plan.objects.visible_to(self.request.user).annotate(
            has_its_report=Exists(its_report),
            is_fresh=Exists(current.filter(pk=OuterRef("pk"))),
        )
        return visible.select_related("person").prefetch_related(Prefetch("items", items))

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        names = Names(
            skills=public_ids(Skill, {key for plan in rows for key in skills_told(plan)}),
            modules=public_ids(Module, {key for plan in rows for key in modules_told(plan)}),
        )
        return [told(plan, names, is_stale=not (plan.is_fresh and plan.has_its_report)) for plan in rows]


@dataclass(frozen=True, slots=True)
class Names:
    """Public ids by internal ids."""

    skills: Mapping[int, str]
    modules: Mapping[int, str]


def told(plan: Plan, names: Names, *, is_stale: bool) -> PlanTold:
    items = [
        PlanItemTold(item, names.modules.get(item.reason_details.get("prepares_for")))
        for item in plan.items.all()
    ]
    without, used_up = (
        tuple(names.skills[key] for key in plan.outcome_details.get(name, []) if key in names.skills)
        for name in ("without_content", "used_up")
    )
    return PlanTold(plan, tuple(items), without, used_up, next_week(plan, names), is_stale)


def next_week(plan: Plan, names: Names) -> NextWeekTold | None:
    """None too where what was to come is there no more: the plan is made again anyway."""
    following = plan.outcome_details.get("next_week")
    if following is None or following["skill"] not in names.skills:
        return None
    if following["module"] is not None and following["module"] not in names.modules:
        return None
    module = names.modules.get(following["module"])
    return NextWeekTold(module, names.skills[following["skill"]], following["minutes"])


def skills_told(plan: Plan) -> Iterator[int]:
    details = plan.outcome_details
    yield from details.get("without_content", [])
    yield from details.get("used_up", [])
    if details.get("next_week"):
        yield details["next_week"]["skill"]


def modules_told(plan: Plan) -> Iterator[int | None]:
    for item in plan.items.all():
        yield item.reason_details.get("prepares_for")
    yield (plan.outcome_details.get("next_week") or {}).get("module")


def public_ids(model: Any, keys: set[int | None]) -> dict[int, str]:
    """Public ids by internal ids: what was packed into JSON is told by the ids that the outside knows."""
    return dict(model.objects.filter(pk__in=keys - {None}).values_list("pk", "public_id"))
