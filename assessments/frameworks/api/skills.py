"""/api/v1/skills"""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from assessments.frameworks.models import Framework, Skill, SkillLevel, SkillReplacement
from lifow.base.api import examples
from lifow.base.api.fields import (
    ExternalIdField,
    IdField,
    IdListField,
    MomentField,
    OwnExternalId,
    ReferenceField,
)
from lifow.base.api.outputs import OutputSerializer
from lifow.base.api.parameters import ListParameters
from lifow.base.api.viewsets import ResourceViewSet

EXAMPLE: dict[str, Any] = {
    "id": examples.SKILL,
    "framework": examples.FRAMEWORK,
    "external_ids": [{"source": "larkfield", "value": "refund-policy"}],
    "name": "Refund policy",
    "description": "Giving money back correctly.",
    "parent": examples.HEADING,
    "replaces": [examples.FORMER_SKILL],
    "replaced_by": [],
    "levels": [
        {"value": 1, "text": "Finds the rule."},
        {"value": 2, "text": "Applies the rule to everyday cases."},
    ],
    "retired_at": None,
    "created_at": "2025-11-03T08:00:00Z",
    "updated_at": "2025-11-03T08:00:00Z",
}


class ReplacementListField(IdListField):
    """The public ids of the old, or the new, skills of replacements."""

    def __init__(self, end: str, **kwargs: Any) -> None:
        super().__init__("skl", **kwargs)
        self.end = end

    def to_representation(self, data: Any) -> list[str]:
        return super().to_representation([getattr(row, self.end) for row in data])


class SkillLevelOutput(OutputSerializer):
    """What a level looks like in this skill; /frameworks has the scale's own words."""

    value = serializers.IntegerField()
    text = serializers.CharField()


@extend_schema_serializer(examples=[examples.example(EXAMPLE)])
class SkillOutput(OutputSerializer):
    """Something that a person can be more or less able to do, or a heading of such."""

    id = IdField("skl", source="public_id")
    framework = IdField("frm", source="framework.public_id")
    external_ids = OwnExternalId(lambda skill: skill.framework)
    name = serializers.CharField()
    description = serializers.CharField()
    parent = IdField(  # type: ignore[assignment]
        "skl", source="parent.public_id", allow_null=True, help_text=_("The heading above it.")
    )
    replaces = ReplacementListField(
        "old",
        source="replaces_rows",
        help_text=_(
            "Skills whose place it took: what was shown for them counts for it. Several were merged."
        ),
    )
    replaced_by = ReplacementListField(
        "new",
        source="replaced_by_rows",
        help_text=_("Skills that took its place, while it is retired. Into several it was split."),
    )
    levels = SkillLevelOutput(many=True, source="level_texts")
    retired_at = MomentField(allow_null=True)
    created_at = MomentField()
    updated_at = MomentField()


class SkillParameters(ListParameters):
    framework = ReferenceField(
        "frm", lambda user: Framework.objects.all(), required=False, help_text=_("Of this framework.")
    )
    external_id = ExternalIdField(
        required=False, help_text=_("The framework's key and its own id: larkfield:refund-policy.")
    )
    parent = ReferenceField(  # type: ignore[assignment]
        "skl", lambda user: Skill.objects.all(), required=False, help_text=_("Directly under this heading.")
    )
    retired = serializers.BooleanField(
        required=False, help_text=_("true: only retired skills. false: only others.")
    )
    updated_since = MomentField(required=False, help_text=_("Changed at or after this moment."))


class SkillViewSet(ResourceViewSet):
    prefix, one, many = "skl", _("skill"), _("skills")
    about = _("What people can do, in a tree of headings. Everyone who is signed in may read it.")
    scopes = {"read": "skills:read"}
    serializer_class = SkillOutput
    list_parameters = SkillParameters
    filters = {
        "framework": lambda skills, framework: skills.filter(framework=framework),
        "external_id": lambda skills, pair: skills.filter(framework__key=pair[0], external_id=pair[1]),
        "parent": lambda skills, parent: skills.filter(parent=parent),
        "retired": lambda skills, is_retired: skills.filter(retired_at__isnull=not is_retired),
        "updated_since": lambda skills, moment: skills.filter(updated_at__gte=moment),
    }

    def get_queryset(self) -> QuerySet[Skill]:
        texts = Prefetch("level_texts", SkillLevel.objects.order_by("value"))
        said = SkillReplacement.objects.in_force().order_by("pk")
        olds = Prefetch("replaces", said.select_related("old"), to_attr="replaces_rows")
        news = Prefetch("replacements", said.select_related("new"), to_attr="replaced_by_rows")
        found = Skill.objects.select_related("framework", "parent")
        return found.prefetch_related(texts, olds, news)
