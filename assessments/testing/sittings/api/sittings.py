"""/api/v1/sittings"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from assessments.frameworks.models import Skill
from assessments.testing.sittings.api.outputs import SittingOutput
from assessments.testing.sittings.choices import Purpose, SittingState
from assessments.testing.sittings.models import Sitting, SittingSkill
from assessments.testing.sittings.reports import Terms
from lifow.base.api.fields import MomentField, ReferenceField
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet
from lifow.people.persons.models import Person

PARTS = Prefetch(
    "skills", SittingSkill.objects.select_related("skill", "evidence").order_by("position"), to_attr="parts"
)


class SittingParameters(ListParameters):
    person = ReferenceField("per", Person.objects.visible_to, required=False, help_text=_("Of this person."))
    skill = ReferenceField(
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("Measuring this skill.")
    )
    purpose = serializers.ChoiceField(Purpose.choices, required=False, help_text=_("For this purpose."))
    state = serializers.ChoiceField(SittingState.choices, required=False, help_text=_("In this state."))
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


def of_skill(rows: QuerySet[Sitting], skill: Skill) -> QuerySet[Sitting]:
    """Those that measure a skill, each once."""
    return rows.filter(pk__in=SittingSkill.objects.filter(skill=skill).values("sitting"))


class SittingViewSet(ResourceViewSet):
    prefix, one, many = "sit", _("sitting"), _("sittings")
    about = _(
        "Who sat which test or quick check, and which levels it concluded: without questions and answers. A "
        "person sees their own and those of their reporting line. Points are the person’s alone."
    )
    scopes = {"read": "sittings:read"}
    serializer_class = SittingOutput
    list_parameters = SittingParameters
    filters = {
        "person": lambda rows, person: rows.for_person(person),
        "skill": of_skill,
        "purpose": lambda rows, purpose: rows.filter(purpose=purpose),
        "state": lambda rows, state: rows.filter(state=state),
        "updated_since": lambda rows, moment: rows.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Sitting]:
        rows = Sitting.objects.visible_to(self.request.user).select_related("person__merged_into")
        return rows.prefetch_related(PARTS)

    def present(self, rows: Sequence[Any]) -> Sequence[Any]:
        """Of the kept persons of merged records, each with the title that its test had."""
        for one in rows:
            one.person = one.person.merged_into or one.person
            one.title = Terms.read(one.terms).title
        return rows
