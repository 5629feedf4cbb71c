"""/api/v1/plans"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from content.planning.models import Plan, PlanItem
from content.planning.reports import LeftOutReason, named_plans, with_staleness
from lifow.base.api import examples
from lifow.base.api.fields import IdField, IdListField, MeasureField, MomentField, ReferenceField
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import OrgUnit, Person

EXAMPLE: dict[str, Any] = {
    "id": examples.PLAN,
    "person": examples.PERSON,
    "outcome": "planned",
    "minutes": 30,
    "minutes_left": 24,
    "critical_first": True,
    "minutes_planned": 10,
    "gap_closed": 2.0,
    "certificate": 0.97,
    "without_content": [examples.HEADING],
    "used_up": [],
    "waiting": [],
    "left_out": [{"skill": examples.HEADING, "reason": "longer_than_week", "minutes": 45}],
    "shortest_minutes": None,
    "next_week": None,
    "put_off": [{"module": examples.MODULE, "skill": None, "until": "2026-03-09"}],
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
            "is_test": False,
            "assigned": False,
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
            "is_test": False,
            "assigned": False,
        },
    ],
    "is_stale": False,
    "computed_at": "2026-03-02T12:00:09Z",
}


class PlanItemOutput(OutputSerializer):
    """One step of a plan, and why it is there."""

    position = serializers.IntegerField(
        source="item.position", help_text=_("From 1, in the order to follow.")
    )
    module = IdField(
        "mod",
        source="item.module.public_id",
        allow_null=True,
        help_text=_("Null where a skill is to be assessed."),
    )
    skill = IdField(
        "skl",
        source="item.skill.public_id",
        allow_null=True,
        help_text=_(
            "The skill that it raises most, prepares for, or assesses; null where it is there because it is "
            "assigned alone."
        ),
    )
    minutes = serializers.IntegerField(source="item.minutes")
    reason = serializers.ChoiceField(
        PlanItem.Reason.choices,
        source="item.reason",
        help_text=_(
            "closes: brings the skill to the needed level. raises: brings it closer to it. prepares: a "
            "later module requires it. assess: the skill needs assessment, at all or since its modules "
            "were done. assigned: it is assigned, and closes no gap."
        ),
    )
    gap_closed = MeasureField(
        allow_null=True,
        help_text=_("In weighted levels; null for an assessment, which closes none by itself."),
    )
    level_before = MeasureField(
        source="item.level_before",
        allow_null=True,
        help_text=_(
            "The level at its start: the known level, or the one that earlier items, and modules done "
            "since the last evidence, lead to."
        ),
    )
    level_after = MeasureField(source="item.level_after", allow_null=True)
    needed = MeasureField(source="item.needed", allow_null=True, help_text=_("Null where `skill` is null."))
    critical = serializers.BooleanField(source="item.is_critical")
    prepares_for = IdField(
        "mod",
        source="prepares_for.public_id",
        allow_null=True,
        help_text=_("The module that requires this one."),
    )
    questions = serializers.IntegerField(
        allow_null=True, help_text=_("The number of questions of an assessment.")
    )
    is_test = serializers.BooleanField(
        source="item.is_test",
        help_text=_("Whether a quick check asks them; if not, the learner rates themselves."),
    )
    assigned = serializers.BooleanField(
        source="item.is_assigned", help_text=_("Whether it is assigned, to be done by a day.")
    )


class NextWeekOutput(OutputSerializer):
    """The first step of next week."""

    module = IdField(
        "mod",
        source="module.public_id",
        allow_null=True,
        help_text=_("Null where a skill is to be assessed."),
    )
    skill = IdField(
        "skl",
        source="skill.public_id",
        allow_null=True,
        help_text=_(
            "The skill that it raises most, prepares for, or assesses; null where it is assigned alone."
        ),
    )
    minutes = serializers.IntegerField()


class LeftOutOutput(OutputSerializer):
    """A critical skill that is not met and has no step in the plan, and why."""

    skill = IdField("skl", source="skill.public_id")
    reason = serializers.ChoiceField(
        [(reason.value, reason.value) for reason in LeftOutReason],
        help_text=_(
            "no_module: no module raises it from the known level. modules_done: all that can be followed are "
            "done, and newer evidence shows the gap. longer_than_week: the shortest step takes more than a "
            "week's minutes, and these are too few to spread it. next_week: the shortest step takes more "
            "than is left of this week. others_first: other steps take the minutes, or the questions. "
            "waiting: it needs assessment by somebody else."
        ),
    )
    minutes = serializers.IntegerField(
        allow_null=True, help_text=_("Of the shortest step that helps, where there is one.")
    )


class PutOffOutput(OutputSerializer):
    """A step that the learner has put off."""

    module = IdField(
        "mod",
        source="module.public_id",
        allow_null=True,
        help_text=_("Null where a skill is to be assessed."),
    )
    skill = IdField(
        "skl",
        source="skill.public_id",
        allow_null=True,
        help_text=_("The skill to assess; null where it is a module."),
    )
    until = serializers.DateField(help_text=_("The first day on which it can be planned again."))


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class PlanOutput(OutputSerializer):
    """The steps of one learner for this week, within their minutes a week."""

    id = IdField("pln", source="plan.public_id")
    person = IdField("per", source="plan.person.public_id")
    outcome = serializers.ChoiceField(Plan.Outcome.choices, source="plan.outcome")
    minutes = serializers.IntegerField(source="plan.minutes", help_text=_("The learner's minutes a week."))
    minutes_left = serializers.IntegerField(
        source="plan.minutes_left",
        help_text=_("Minutes left for the plan this week: without what was done since Monday."),
    )
    critical_first = serializers.BooleanField(
        source="plan.critical_first", help_text=_("Steps for critical skills come before all others.")
    )
    minutes_planned = serializers.IntegerField(help_text=_("Sum of the items' minutes."))
    gap_closed = MeasureField(source="plan.gain", help_text=_("In weighted levels, by all items together."))
    certificate = MeasureField(
        source="plan.certificate",
        help_text=_(
            "The plan is proven to reach at least this share, 0 to 1, of the best possible use of these "
            "minutes; where critical skills come first, of those uses that do as much for them. It counts "
            "the gap closed and, for assessments, the value of knowing."
        ),
    )
    without_content = IdListField(
        "skl",
        read_only=False,
        help_text=_("Skills with a gap that no module raises from the known level, done or not."),
    )
    used_up = IdListField(
        "skl",
        read_only=False,
        help_text=_(
            "Skills whose modules for the known level are all done, though newer evidence still shows the"
            " gap. A mentor can help; there may be modules for higher levels."
        ),
    )
    waiting = IdListField(
        "skl",
        read_only=False,
        help_text=_(
            "Skills that need assessment by somebody else: the learner has rated themselves lately, or"
            " cannot. Where nothing else is left, the outcome is `waiting`; POST /rating-requests asks."
        ),
    )
    left_out = LeftOutOutput(
        many=True,
        help_text=_("Critical skills without a step, those of the most worth first; at most five."),
    )
    shortest_minutes = serializers.IntegerField(
        allow_null=True, help_text=_("Where no step fits the minutes: the length of the shortest step.")
    )
    next_week = NextWeekOutput(
        allow_null=True,
        help_text=_("Where no other step fits into this week: the first step of next week."),
    )
    put_off = PutOffOutput(
        many=True, help_text=_("Steps that the learner has put off, the soonest back first.")
    )
    items = PlanItemOutput(source="steps", many=True)
    is_stale = serializers.BooleanField(
        source="plan.is_stale", help_text=_("Something has changed since, and a new one is on its way.")
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
        "One plan per learner, made again when gaps, minutes or modules change. A person sees their own"
        " and those of their reporting line."
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
        return Plan.objects.visible_to(self.request.user).select_related("person").with_items()

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        return named_plans(with_staleness(rows, timezone.now()))
